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
export function batchStatsOf(_state: StateReader, _bucketId: string): BatchStats {
  return { total: 0, active: 0, completed: 0, failed: 0 };
}

/** Collections that read from this bucket and no other. */
export function dependentCollections(_state: StateReader, _bucketId: string): string[] {
  return [];
}

/** Submits objects in a batch of their own; undefined when no collection reads from the bucket. */
export function submitObjects(
  _context: JobContext,
  _bucket: BucketRecord,
  _objectIds: readonly string[],
): { batchId: string; taskId: string } | undefined {
  return undefined;
}
