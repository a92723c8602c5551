import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { toNamespaceView } from './view.js';

export function listNamespaces({ state, body, query }: RequestContext): ResolverResult {
  const { results, pagination, total, matches } = listRecords(state.list('namespaces'), {
    body,
    query,
    view: (namespace) => toNamespaceView(namespace, state),
    searchFields: ['namespace_id', 'namespace_name', 'description'],
  });
  return { body: { results, pagination, total_count: total, stats: toStats(matches) } };
}

const COUNTED = {
  feature_extractors: (view: JsonObject) => lengthOf(view['feature_extractors']),
  payload_indexes: (view: JsonObject) => lengthOf(view['payload_indexes']),
  documents: (view: JsonObject) => Number(view['document_count']),
  buckets: (view: JsonObject) => Number(view['bucket_count']),
  collections: (view: JsonObject) => Number(view['collection_count']),
  objects: (view: JsonObject) => Number(view['object_count']),
} as const;

function toStats(views: readonly JsonObject[]): JsonObject {
  const stats: JsonObject = {};
  for (const [name, count] of Object.entries(COUNTED)) {
    const total = views.reduce((sum, view) => sum + count(view), 0);
    stats[`total_${name}`] = total;
    stats[`avg_${name}_per_namespace`] = views.length === 0 ? 0 : total / views.length;
  }
  return stats;
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
