import { AbortError, TaskFailedError, TimeoutError } from '../errors.js';
import type { RequestOptions } from '../call.js';
import type { Task } from '../generated/schemas.js';
import type { Clock } from '../internal/clock.js';

export interface WaitOptions extends Pick<RequestOptions, 'signal' | 'namespace'> {
  /** Limit for the whole wait in milliseconds. Default 600,000 (ten minutes); `0`: none. */
  deadlineMs?: number;
  /** First pause between two looks, in milliseconds; it grows by half each time up to 30,000. Default 1,000. */
  pollMs?: number;
  /** Called after every look, the last one included. */
  onProgress?: (task: Task) => void;
}

/** Looks at a task. */
export type GetTask = (taskId: string, options: RequestOptions) => PromiseLike<Task>;

const DONE: ReadonlySet<string> = new Set(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'SKIPPED']);
const FAILED: ReadonlySet<string> = new Set(['FAILED', 'CANCELED']);
const GROWTH = 1.5;
const LONGEST_PAUSE_MS = 30_000;

/** Polls a task until it ends. */
export async function waitForTask(
  taskId: string,
  options: WaitOptions,
  context: { get: GetTask; clock: Clock },
): Promise<Task> {
  const { clock, get } = context;
  const { signal, deadlineMs = 600_000, pollMs = 1_000, onProgress, namespace } = options;
  const endsAt = deadlineMs === 0 ? Infinity : clock.now() + deadlineMs;
  const request: RequestOptions = { ...(signal ? { signal } : {}), ...(namespace === undefined ? {} : { namespace }) };
  for (let looks = 1, pause = pollMs; ; looks += 1, pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MS)) {
    const task = await get(taskId, request);
    onProgress?.(task);
    if (DONE.has(task.status)) return task;
    if (FAILED.has(task.status)) throw new TaskFailedError(task);
    if (clock.now() + pause > endsAt) {
      throw new TimeoutError({
        scope: 'total',
        phase: 'polling',
        limitMs: deadlineMs,
        attempts: looks,
        operation: 'tasks.get',
      });
    }
    await pauseFor(pause, { clock, signal });
  }
}

function pauseFor(
  delayMs: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(new AbortError(undefined, { cause: signal?.reason }));
    };
    const cancel = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
