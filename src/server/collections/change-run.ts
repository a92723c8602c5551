import type { BatchRecord, BatchRunRecord } from '../records.js';
import type { Run } from './run-sources.js';

/** The batch with one of its runs changed. */
export function changeRun({ batch, tier, run }: Run, change: Partial<BatchRunRecord>): BatchRecord {
  const tiers = batch.tiers.map((one, index) =>
    index !== tier
      ? one
      : {
          ...one,
          runs: one.runs.map((other) => (other.collection_id === run.collection_id ? { ...other, ...change } : other)),
        },
  );
  return { ...batch, tiers };
}
