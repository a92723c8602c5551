import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { statsByBucket, toBucketView } from '../../ingest/bucket-stats.js';
import { listRecords } from '../../list-records.js';

/** Page size when the request names none. */
const DEFAULT_LIMIT = 10;

export function listBuckets({ state, namespace, body, query }: RequestContext): ResolverResult {
  const ids = state.ids('buckets', (bucket) => bucket.namespace_id === namespace.id);
  const stats = statsByBucket(state, new Set(ids));
  const { results, pagination, total, matches } = listRecords(
    ids.flatMap((id) => state.get('buckets', id) ?? []),
    {
      body: { ...body, limit: body['limit'] ?? DEFAULT_LIMIT, include_total: true },
      query,
      view: (bucket) => toBucketView(bucket, stats.get(bucket.id) ?? { objects: 0, sizes: [] }, state),
      searchFields: ['bucket_id', 'bucket_name', 'description'],
    },
  );
  return { body: { results, total_count: total, pagination, stats: sumUp(matches) } };
}

function sumUp(buckets: readonly JsonObject[]): JsonObject {
  const sum = (field: string): number => buckets.reduce((total, bucket) => total + Number(bucket[field]), 0);
  const [objects, bytes] = [sum('object_count'), sum('total_size_bytes')];
  const per = (total: number): number => (buckets.length === 0 ? 0 : total / buckets.length);
  return {
    total_objects: objects,
    total_size_bytes: bytes,
    avg_objects_per_bucket: per(objects),
    avg_size_per_bucket: per(bytes),
  };
}
