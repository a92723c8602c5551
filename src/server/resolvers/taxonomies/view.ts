import type { JsonObject } from '../../../internal/json.js';
import type { CollectionScope } from '../../enrich/collection-scope.js';
import type { TaxonomyRecord, TaxonomyVersion } from '../../records.js';
import { isFlat } from '../../taxonomy/config.js';
import { nodesOf } from '../../taxonomy/tree.js';
import { newestVersion } from './find.js';

/** A taxonomy as callers see it, in one of its versions. */
export function toTaxonomyView(
  taxonomy: TaxonomyRecord,
  scope: CollectionScope,
  version: TaxonomyVersion = newestVersion(taxonomy),
): JsonObject {
  const { config } = version;
  return {
    taxonomy_id: taxonomy.id,
    version: version.version,
    taxonomy_name: taxonomy.taxonomy_name,
    description: version.description,
    retriever_id: config['retriever_id'] ?? null,
    input_mappings: config['input_mappings'] ?? null,
    config,
    ready: nodesOf(config, scope).length > 0,
    created_at: version.created_at,
    metadata: taxonomy.metadata,
  };
}

/** Numbers over listed taxonomies. */
export function toTaxonomyStats(views: readonly JsonObject[]): JsonObject {
  const flat = views.filter(({ config }) => typeof config === 'object' && isFlat(config as JsonObject)).length;
  return {
    total_taxonomies: views.length,
    flat_taxonomies: flat,
    hierarchical_taxonomies: views.length - flat,
    taxonomies_with_retrievers: views.filter(({ retriever_id: id }) => id !== null).length,
  };
}
