import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import type { BucketRecord, ObjectRecord } from '../records.js';
import { batchStatsOf } from './processing.js';

export interface BucketStats {
  readonly objects: number;
  /** Bytes of each object that has files or values of known size. */
  readonly sizes: readonly number[];
}

/** Counts and sizes of buckets, in one look at all objects. */
export function statsByBucket(state: StateReader, bucketIds: ReadonlySet<string>): Map<string, BucketStats> {
  const stats = new Map(Array.from(bucketIds, (id) => [id, { objects: 0, sizes: [] as number[] }]));
  state.ids('objects', (object) => {
    const found = stats.get(object.bucket_id);
    if (found !== undefined) {
      found.objects += 1;
      const size = sizeOf(object);
      if (size > 0) found.sizes.push(size);
    }
    return false;
  });
  return stats;
}

/** Bytes of the files and values of known size. */
export const sizeOf = (object: Readonly<ObjectRecord>): number =>
  object.blobs.reduce((sum, { details }) => sum + (details?.size_bytes ?? 0), 0);

/** The bucket as the API describes it, with counts and sizes as they are now. */
export function toBucketView(bucket: BucketRecord, stats: BucketStats, state: StateReader): JsonObject {
  const { sizes } = stats;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const batches = batchStatsOf(state, bucket.id);
  return {
    bucket_id: bucket.id,
    bucket_name: bucket.bucket_name,
    description: bucket.description,
    bucket_schema: bucket.bucket_schema as unknown as JsonObject,
    unique_key: bucket.unique_key === null ? null : { ...bucket.unique_key },
    metadata: bucket.metadata,
    object_count: stats.objects,
    total_size_bytes: total,
    created_at: bucket.created_at,
    updated_at: bucket.updated_at,
    last_upload_at: bucket.last_upload_at,
    stats_updated_at: bucket.last_upload_at ?? bucket.created_at,
    status: 'ACTIVE',
    is_locked: batches.active > 0,
    batch_stats: { ...batches },
    storage_stats: {
      total_size_bytes: total,
      avg_size_bytes: sizes.length === 0 ? 0 : Math.round(total / sizes.length),
      max_size_bytes: Math.max(0, ...sizes),
      min_size_bytes: sizes.length === 0 ? 0 : Math.min(...sizes),
    },
  };
}
