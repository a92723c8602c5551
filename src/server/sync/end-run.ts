import type { JsonObject, JsonValue } from '../../internal/json.js';
import { MAX_ERROR_LENGTH, noteUse } from '../connections/note-use.js';
import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { SyncRecord } from '../records.js';
import { bringItems, type Brought } from './bring-items.js';
import type { SourceItem } from './source-item.js';
import { isContinuous, isRunnable, nextRunAfter, planRun, withState } from './sync-state.js';

interface Run {
  readonly runId: string;
  readonly taskId: string;
}

const UNLOCKED: JsonObject = {
  current_sync_run_id: null,
  locked_by_worker_id: null,
  locked_at: null,
  lock_expires_at: null,
};

/** Makes objects of what the source had, and counts them. A sync that was deleted meanwhile takes nothing. */
export function endRun(
  syncId: string,
  { items, bytes, ...run }: Run & { readonly items: readonly SourceItem[]; readonly bytes: number },
  context: JobContext,
): void {
  const record = context.state.get('syncs', syncId);
  const bucket = record === undefined ? undefined : context.state.get('buckets', record.bucket_id);
  if (record === undefined || bucket === undefined || record.sync['current_sync_run_id'] !== run.runId) return;
  const brought = bringItems(items, { record, bucket, context });
  const now = isoTime(context.services.clock.now());
  const batches = brought.batchId === undefined ? [] : [brought.batchId];
  const counted = withState(record, {
    ...UNLOCKED,
    total_files_discovered: plus(record, 'total_files_discovered', items.length),
    total_files_synced: plus(record, 'total_files_synced', brought.written),
    total_files_failed: plus(record, 'total_files_failed', brought.failed),
    total_bytes_synced: plus(record, 'total_bytes_synced', bytes),
    batch_ids: [...(Array.isArray(record.sync['batch_ids']) ? record.sync['batch_ids'] : []), ...batches],
    batches_created: plus(record, 'batches_created', batches.length),
    last_sync_at: now,
    last_error: brought.error,
    consecutive_failures: 0,
    updated_at: now,
  });
  settle(counted, isContinuous(record) ? 'ACTIVE' : 'COMPLETED', context);
  noteUse(record.connection_id, null, context);
  finishTask(run.taskId, { status: statusOf(brought), outputs: [toOutput(run, items.length, brought)] }, context);
}

/** Notes that the source could not be read. A continuous sync tries again at its next time. */
export function failRun(
  record: SyncRecord,
  { message, ...run }: Run & { readonly message: string },
  context: JobContext,
): void {
  if (record.sync['current_sync_run_id'] !== run.runId) return;
  const error = message.slice(0, MAX_ERROR_LENGTH);
  const failed = withState(record, {
    ...UNLOCKED,
    last_error: error,
    consecutive_failures: plus(record, 'consecutive_failures', 1),
    updated_at: isoTime(context.services.clock.now()),
  });
  settle(failed, 'FAILED', context);
  noteUse(record.connection_id, error, context);
  finishTask(run.taskId, { status: 'FAILED', error }, context);
}

/** One that was paused during the run stays so. */
function settle(record: SyncRecord, status: string, context: JobContext): void {
  const { tx, services } = context;
  if (!isRunnable(record)) {
    tx.put('syncs', record);
    return;
  }
  const ended = withState(record, { status });
  tx.put('syncs', isContinuous(record) ? planRun(ended, nextRunAfter(record, services.clock.now()), context) : ended);
}

const plus = ({ sync }: SyncRecord, field: string, more: number): number => {
  const value: JsonValue | undefined = sync[field];
  return (typeof value === 'number' ? value : 0) + more;
};

function statusOf({ failed, written, skipped }: Brought): string {
  if (failed === 0) return 'COMPLETED';
  return written + skipped > 0 ? 'COMPLETED_WITH_ERRORS' : 'FAILED';
}

const toOutput = ({ runId }: Run, discovered: number, brought: Brought): JsonObject => ({
  sync_run_id: runId,
  discovered,
  synced: brought.written,
  skipped: brought.skipped,
  failed: brought.failed,
  object_ids: brought.objectIds.slice(0, 100),
});

function finishTask(
  taskId: string,
  { status, outputs = [], error = null }: { status: string; outputs?: JsonObject[]; error?: string | null },
  { state, tx, services }: JobContext,
): void {
  const task = state.get('tasks', taskId);
  if (task === undefined) return;
  tx.put('tasks', { ...task, status, outputs, error, updated_at: isoTime(services.clock.now()) });
}
