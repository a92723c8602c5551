import type { StateReader } from '../context.js';
import { sizeOf } from '../ingest/bucket-stats.js';
import { textOf } from '../json-object.js';
import type { TaskRecord } from '../records.js';
import { isWithin, type Period } from './period.js';
import { round, sumOf } from './share.js';

/** A run of a sync of a bucket. */
export interface SyncRun {
  readonly id: string;
  readonly syncId: string;
  /** Milliseconds on the clock. */
  readonly startedAt: number;
  /** Null while it runs. */
  readonly endedAt: number | null;
  /** So far, while it runs. */
  readonly durationMs: number;
  readonly status: string;
  readonly error: string | null;
  readonly discovered: number;
  readonly synced: number;
  readonly failed: number;
  readonly bytes: number;
}

/** Type of the tasks of runs. */
const TASK_TYPE = 'api_buckets_syncs_run';

/** Runs that began in the period, oldest first. */
export function syncRunsIn(
  period: Period,
  { state, bucketId, now }: { readonly state: StateReader; readonly bucketId: string; readonly now: number },
): SyncRun[] {
  const ids = state.ids(
    'tasks',
    ({ task_type: type, inputs, created_at: at }) =>
      type === TASK_TYPE && inputs[0]?.['bucket_id'] === bucketId && isWithin(Date.parse(at), period),
  );
  return ids.flatMap((id) => state.get('tasks', id) ?? []).map((task) => toRun(task, { state, now }));
}

function toRun(task: TaskRecord, { state, now }: { state: StateReader; now: number }): SyncRun {
  const [input = {}] = task.inputs;
  const [output = {}] = task.outputs;
  const startedAt = Date.parse(task.created_at);
  const endedAt = RUNNING.has(task.status) ? null : Date.parse(task.updated_at);
  const count = (name: string): number => (typeof output[name] === 'number' ? output[name] : 0);
  const objects = Array.isArray(output['object_ids']) ? output['object_ids'] : [];
  return {
    id: textOf(input, 'sync_run_id'),
    syncId: textOf(input, 'sync_config_id'),
    startedAt,
    endedAt,
    durationMs: (endedAt ?? now) - startedAt,
    status: task.status,
    error: task.error,
    discovered: count('discovered'),
    synced: count('synced'),
    failed: count('failed'),
    bytes: sumOf(objects.map((id) => (typeof id === 'string' ? bytesOf(id, state) : 0))),
  };
}

const RUNNING: ReadonlySet<string> = new Set(['PENDING', 'IN_PROGRESS', 'PROCESSING']);

function bytesOf(objectId: string, state: StateReader): number {
  const object = state.get('objects', objectId);
  return object === undefined ? 0 : sizeOf(object);
}

/** Megabits a second; 0 of what took no time. */
export const megabitsPerSecond = (bytes: number, durationMs: number): number =>
  durationMs <= 0 ? 0 : round((bytes * 8) / 1000 / durationMs, 3);

/** Whether everything in the run came, or was there before. */
export const hasSucceeded = ({ status }: SyncRun): boolean => status === 'COMPLETED';

export const hasFailed = ({ status }: SyncRun): boolean => status === 'FAILED';

/** Failures at the end of the runs of one sync, oldest first, since the last one that did not fail. */
export function consecutiveFailures(runs: readonly SyncRun[]): number {
  const ended = runs.filter(({ endedAt }) => endedAt !== null);
  return ended.length - 1 - ended.findLastIndex((run) => !hasFailed(run));
}
