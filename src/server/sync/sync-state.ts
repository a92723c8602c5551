import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { SyncRecord } from '../records.js';

/** A sync whose fields are those of the document's `SyncConfiguration`, with some changed. */
export const withState = (record: SyncRecord, changes: JsonObject): SyncRecord => ({
  ...record,
  sync: { ...record.sync, ...changes },
});

/** Whether the sync begins runs at all. */
export const isRunnable = ({ sync }: SyncRecord): boolean => sync['paused'] !== true && sync['is_active'] === true;

/** Whether a run is under way. */
export const isRunning = ({ sync }: SyncRecord): boolean => typeof sync['current_sync_run_id'] === 'string';

/** Plans the next run, in place of the one that was planned. */
export function planRun(record: SyncRecord, at: number, { tx }: Pick<JobContext, 'tx'>): SyncRecord {
  const next = isoTime(at);
  tx.schedule('syncs.run', at, { sync_id: record.id, planned_at: next });
  return withState(record, { next_sync_at: next });
}

export const isContinuous = ({ sync }: SyncRecord): boolean => sync['sync_mode'] !== 'initial_only';

export function nextRunAfter({ sync }: SyncRecord, now: number): number {
  const seconds = sync['polling_interval_seconds'];
  return now + (typeof seconds === 'number' ? seconds : 300) * 1000;
}
