import { isTransient } from '../extractors/extraction-error.js';
import type { BatchFailureRecord, BatchRecord } from '../records.js';
import { isFinal } from '../resolvers/tasks/start-task.js';

export interface RetryPlan {
  /** The batch with what is to run again. */
  readonly batch: BatchRecord;
  /** Tiers that run again. */
  readonly tiers: number[];
  readonly retried: number;
  readonly skipped: number;
}

/**
 * Chooses the failures that are tried again. Tiers after one that runs again read what it writes; what a cancelled batch
 * did not come to is done as well.
 */
export function planRetry(
  batch: BatchRecord,
  {
    transientOnly,
    tiers,
    maxRetries,
  }: { transientOnly: boolean; tiers: readonly number[] | undefined; maxRetries: number },
): RetryPlan {
  const isChosen = (failure: BatchFailureRecord): boolean =>
    (tiers?.includes(failure.tier) ?? true) &&
    (!transientOnly || isTransient(failure.category)) &&
    failure.retry_count < maxRetries;
  const chosen = batch.failures.filter(isChosen);
  const again: number[] = [];
  let upstream = false;
  const planned = batch.tiers.map((tier, number) => {
    const runs = tier.runs.map((run) => {
      const ids = chosen
        .filter((one) => one.tier === number && one.collection_id === run.collection_id)
        .map((one) => one.source_id);
      const isOpen = !isFinal(run.status);
      if (isOpen) return run;
      if (upstream && number > 0) return { ...run, status: 'PENDING', source_ids: null, done: 0 };
      return ids.length === 0 ? run : { ...run, status: 'PENDING', source_ids: ids, done: 0 };
    });
    const runsAgain = runs.some((run) => !isFinal(run.status));
    if (!runsAgain) return tier;
    upstream = true;
    again.push(number);
    return { ...tier, runs, status: 'PENDING', completed_at: null };
  });
  return {
    batch: {
      ...batch,
      tiers: planned,
      failures: batch.failures.map((failure) =>
        chosen.includes(failure) ? { ...failure, retry_count: failure.retry_count + 1 } : failure,
      ),
    },
    tiers: again,
    retried: chosen.length,
    skipped: batch.failures.length - chosen.length,
  };
}
