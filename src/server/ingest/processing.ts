import { isUnderWay } from '../collections/batch-status.js';
import { readersOf } from '../collections/readers.js';
import { newBatch, startBatch } from '../collections/start-batch.js';
import type { JobContext, StateReader } from '../context.js';
import type { BucketRecord } from '../records.js';

/*
 * What buckets ask of the collections that read from them. Batches and collections are records of their own: this file is
 * the one place where buckets look at them.
 */

export interface BatchStats {
  readonly total: number;
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
  readonly [outcome: string]: number;
}

/** The batches of a bucket, by outcome. */
export function batchStatsOf(state: StateReader, bucketId: string): BatchStats {
  const stats = { total: 0, active: 0, completed: 0, failed: 0 };
  state.ids('batches', ({ bucket_id: id, status }) => {
    if (id !== bucketId) return false;
    stats.total += 1;
    if (isUnderWay(status)) stats.active += 1;
    if (status === 'COMPLETED' || status === 'COMPLETED_WITH_ERRORS') stats.completed += 1;
    if (status === 'FAILED') stats.failed += 1;
    return false;
  });
  return stats;
}

/** Collections that read from this bucket and no other. */
export const dependentCollections = (state: StateReader, bucketId: string): string[] =>
  state.ids('collections', ({ source }) => source.bucket_ids.length === 1 && source.bucket_ids[0] === bucketId);

/** Submits objects in a batch of their own; undefined when no collection reads from the bucket. */
export function submitObjects(
  context: JobContext,
  bucket: BucketRecord,
  objectIds: readonly string[],
): { batchId: string; taskId: string } | undefined {
  const first = readersOf(bucket, context.state);
  if (first.length === 0) return undefined;
  const draft = newBatch(
    { namespace_id: bucket.namespace_id, bucket_id: bucket.id, object_ids: [...objectIds] },
    context,
  );
  const { batch, task } = startBatch(draft, { first, taskType: 'api_buckets_batches_process', context });
  return { batchId: batch.id, taskId: task.id };
}
