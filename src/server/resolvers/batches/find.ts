import type { RequestContext } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { notFound } from '../../problem.js';
import type { BatchRecord, BucketRecord } from '../../records.js';

/** The batch of the path, in the bucket of the path. */
export function findBatch(context: RequestContext): { bucket: BucketRecord; batch: BatchRecord } {
  const bucket = findBucket(context);
  const id = context.path['batch_id'] ?? '';
  const batch = context.state.get('batches', id);
  if (batch === undefined || batch.bucket_id !== bucket.id) throw notFound('batch', id);
  return { bucket, batch };
}

/** The number of a tier that the path names. Throws the 404 where the batch has no such tier. */
export function findTier(batch: BatchRecord, { path }: RequestContext): number {
  const tier = Number(path['tier_num']);
  if (batch.tiers[tier] === undefined) throw notFound('tier', `${batch.id}/tiers/${path['tier_num'] ?? ''}`);
  return tier;
}
