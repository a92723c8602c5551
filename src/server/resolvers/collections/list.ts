import type { JsonObject } from '../../../internal/json.js';
import { collectionsOf } from '../../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { objectsOf } from '../../json-object.js';
import { countForViews, toCollectionView } from './view.js';

export function listCollections({ namespace, state, body, query }: RequestContext): ResolverResult {
  const counts = countForViews(state, namespace.id);
  const { results, pagination, total, matches } = listRecords(collectionsOf(state, namespace.id), {
    body,
    query,
    view: (collection) => toCollectionView(collection, { state, counts }),
    searchFields: ['collection_name', 'description'],
  });
  return { body: { results, pagination, total_count: total, stats: toStats(matches, { namespace, state }) } };
}

function toStats(
  matches: readonly JsonObject[],
  { namespace, state }: Pick<RequestContext, 'namespace' | 'state'>,
): JsonObject {
  const documents = matches.reduce((sum, collection) => sum + Number(collection['document_count']), 0);
  const taxonomies = matches.flatMap((collection) => objectsOf(collection['taxonomy_applications']));
  const extractors = matches.flatMap((collection) => objectsOf([collection['feature_extractor'] ?? null]));
  const names = new Set(matches.flatMap((collection) => [collection['collection_id'], collection['collection_name']]));
  const retrievers = state.ids('retrievers', ({ namespace_id: id, definition }) => {
    const named = definition['collection_identifiers'];
    return id === namespace.id && Array.isArray(named) && named.some((name) => names.has(name));
  });
  return {
    total_documents: documents,
    avg_documents_per_collection: matches.length === 0 ? 0 : documents / matches.length,
    collections_with_taxonomies: matches.filter((one) => objectsOf(one['taxonomy_applications']).length > 0).length,
    total_feature_extractors: new Set(extractors.map((one) => one['feature_extractor_id'])).size,
    total_taxonomies: new Set(taxonomies.map((one) => one['taxonomy_id'])).size,
    total_retrievers: retrievers.length,
  };
}
