import type { JobContext, JobHandler } from '../context.js';
import { isoTime } from '../iso-time.js';
import { isJsonObject, textOf } from '../json-object.js';
import { Problem } from '../problem.js';
import type { SyncRecord, TaskRecord } from '../records.js';
import { startTask } from '../resolvers/tasks/start-task.js';
import { endRun, failRun } from './end-run.js';
import { passes } from './file-filters.js';
import { readSource } from './read-source.js';
import { isRunnable, isRunning, withState } from './sync-state.js';

/** A run that has not come back by then is given up. */
const LOCK_MS = 10 * 60_000;

/** Tasks of runs that a sync remembers. */
const MAX_TASKS = 100;

/** Begins a planned run, unless it was planned anew, or the sync was paused or deleted since. */
export const runPlanned: JobHandler = ({ payload }, context) => {
  const record = context.state.get('syncs', textOf(payload, 'sync_id'));
  if (record === undefined || record.sync['next_sync_at'] !== payload['planned_at']) return;
  if (!isRunnable(record) || isRunning(record)) return;
  beginRun(record, context);
};

/** A run whose end never came, since the server stopped meanwhile. */
export const giveUpRun: JobHandler = ({ payload }, context) => {
  const record = context.state.get('syncs', textOf(payload, 'sync_id'));
  const runId = textOf(payload, 'run_id');
  if (record?.sync['current_sync_run_id'] !== runId) return;
  failRun(record, { runId, taskId: textOf(payload, 'task_id'), message: 'The run did not end in time.' }, context);
};

/** Locks the sync, reads the source once this is committed, and ends the run in a transaction of its own. */
export function beginRun(record: SyncRecord, context: JobContext): { runId: string; task: TaskRecord } {
  const { state, tx, services } = context;
  const now = services.clock.now();
  const runId = services.id('run');
  const task = startTask(
    {
      type: 'api_buckets_syncs_run',
      namespaceId: record.namespace_id,
      status: 'IN_PROGRESS',
      inputs: [{ sync_config_id: record.id, sync_run_id: runId, bucket_id: record.bucket_id }],
    },
    context,
  );
  const { task_ids: tasks, sync_run_counter: count } = record.sync;
  tx.put(
    'syncs',
    withState(record, {
      current_sync_run_id: runId,
      sync_run_counter: (typeof count === 'number' ? count : 0) + 1,
      task_ids: [...(Array.isArray(tasks) ? tasks : []), task.id].slice(-MAX_TASKS),
      next_sync_at: null,
      locked_by_worker_id: 'local',
      locked_at: isoTime(now),
      lock_expires_at: isoTime(now + LOCK_MS),
    }),
  );
  tx.schedule('syncs.giveUp', now + LOCK_MS, { sync_id: record.id, run_id: runId, task_id: task.id });
  const connection = state.get('connections', record.connection_id);
  tx.afterCommit(async (signal) => {
    const run = { runId, taskId: task.id };
    try {
      if (connection === undefined || !connection.is_active) throw inactive(record.connection_id);
      const { items, bytes } = await readSource(connection, textOf(record.sync, 'source_path'), { services, signal });
      const filters = record.sync['file_filters'];
      const wanted = items.filter((item) => passes(item, isJsonObject(filters) ? filters : null));
      return (job) => endRun(record.id, { ...run, items: wanted, bytes }, job);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { message } = error;
      return (job) => {
        const current = job.state.get('syncs', record.id);
        if (current !== undefined) failRun(current, { ...run, message }, job);
      };
    }
  });
  return { runId, task };
}

const inactive = (id: string): Problem =>
  new Problem({ status: 409, code: 'connection_not_active', message: `Connection ${id} is deleted or not active.` });
