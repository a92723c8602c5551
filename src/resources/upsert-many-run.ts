import type { UpsertDocument } from '../generated/schemas.js';
import { BulkRun } from './bulk/run.js';
import type { BulkSource } from './bulk/source.js';
import type { UpsertManyContext } from './upsert-many.js';
import type {
  UpsertManyOptions,
  UpsertManyProgress,
  UpsertManyReport,
  UpsertManyResult,
} from './upsert-many-options.js';

/** A run of `upsertMany`: a promise of its result that can be watched, paused, and iterated for reports. */
export type UpsertManyRun = BulkRun<UpsertManyResult, UpsertManyProgress, UpsertManyReport>;

/** Wrong arguments reject the run, so that one `catch` sees every failure. */
export function runUpsertMany(
  source: BulkSource<UpsertDocument>,
  options: UpsertManyOptions,
  context: UpsertManyContext,
): UpsertManyRun {
  const load = async () => {
    const { startUpsertMany } = await import('./upsert-many.js');
    return () => startUpsertMany(source, options, context);
  };
  return new BulkRun(load, { progress: NOTHING, resumeToken: options.resumeFrom ?? { version: 1, done: [] } });
}

const NOTHING: UpsertManyProgress = {
  read: 0,
  inserted: 0,
  failed: 0,
  skipped: 0,
  bytes: 0,
  batches: 0,
  inFlight: 0,
  window: 0,
  rate: 0,
  retries: 0,
  paused: false,
};
