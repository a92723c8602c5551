import type { ApiPromise, RequestOptions } from '../call.js';
import type { CollectionsApplyTaxonomyParams } from '../generated/methods.js';
import type { ApplyTaxonomyResponse } from '../generated/schemas.js';
import { createEndpoint } from './endpoint.js';
import type { ResourceContext } from './extension.js';
import { withWait } from './task-handle.js';
import type { TaskHandle } from './task-handle.js';
import { createWait } from './tasks.js';

export interface CollectionTaxonomies {
  /**
   * Enriches the documents of a collection by a taxonomy. It goes on in the background.
   *
   * `POST /v1/collections/{collection_id}/apply-taxonomy`
   * @throws {ApiError} 404 when there is no such collection or taxonomy
   * @example
   * const applied = await mp.collections.applyTaxonomy('col_4m7x2k9w3c5n', { taxonomy_id: 'brands' });
   * const { outputs } = await applied.wait();
   */
  applyTaxonomy(
    collectionId: string,
    params: CollectionsApplyTaxonomyParams,
    options?: RequestOptions,
  ): ApiPromise<ApplyTaxonomyResponse & TaskHandle>;
}

/** To be laid over the rows of `collections`. */
export function collectionTaxonomies(context: ResourceContext): CollectionTaxonomies {
  const endpoint = createEndpoint(
    async () => (await import('../generated/rows/collections.js')).collections.applyTaxonomy,
  );
  const wait = createWait(context);
  return {
    applyTaxonomy: (...args) => withWait(context.run(endpoint, ...args) as ApiPromise<ApplyTaxonomyResponse>, wait),
  };
}
