import type { ApiPromise, RequestOptions } from '../call.js';
import type { CollectionsMethods, CollectionsTriggerParams } from '../generated/methods.js';
import type { TriggerCollectionResponse } from '../generated/schemas.js';
import { withBatchRun } from './batch-run.js';
import type { BatchRun } from './batch-run.js';
import { collectionTaxonomies, type CollectionTaxonomies } from './collection-taxonomies.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';

export interface CollectionsResource
  extends Omit<CollectionsMethods, keyof CollectionTaxonomies>, CollectionTaxonomies {
  /**
   * Processes everything that a collection's sources hold, and goes on through the collections that read from it.
   *
   * `POST /v1/collections/{collection_id}/trigger`
   * @returns the batch and its task, and the run in hand
   * @throws {ApiError} 404 when there is no such collection, 409 when it is disabled or archived
   * @example
   * const run = await mp.collections.trigger('product-texts');
   * await run.wait({ onProgress: ({ status }) => console.error(status) });
   */
  trigger(
    collectionId: string,
    params?: CollectionsTriggerParams,
    options?: RequestOptions,
  ): ApiPromise<TriggerCollectionResponse & BatchRun>;
}

export const collectionsExtension: Extension<Pick<CollectionsResource, 'trigger'> & CollectionTaxonomies> = {
  methods(context) {
    const trigger = createEndpoint(async () => (await import('../generated/rows/collections.js')).collections.trigger);
    return {
      ...collectionTaxonomies(context),
      trigger: (...args: unknown[]) =>
        withBatchRun(context.run(trigger, ...args) as ApiPromise<TriggerCollectionResponse>, { context }),
    };
  },
};
