import type { RequestOptions } from '../call.js';
import { TaskFailedError, TimeoutError } from '../errors.js';
import type { Task } from '../generated/schemas.js';
import type { Clock } from '../internal/clock.js';
import { aFunction, checkOptionValues, limitMs, milliseconds } from './option-checks.js';
import type { OptionChecks } from './option-checks.js';
import { requestOptionChecks } from './request-options.js';
import { untilAborted } from './until-aborted.js';

/** How to wait for a task. */
export interface WaitOptions extends Pick<RequestOptions, 'signal' | 'namespace'> {
  /** Limit for the whole wait in milliseconds, requests included. Default 600,000 (ten minutes); `0`: none. */
  deadlineMs?: number | undefined;
  /** First pause between two looks, in milliseconds; it grows by half each time up to 30,000. Default 1,000. */
  pollMs?: number | undefined;
  /** Called after every look, the last one included. */
  onProgress?: ((task: Task) => void) | undefined;
}

/** Looks at a task. */
export type GetTask = (taskId: string, options: RequestOptions) => PromiseLike<Task>;

const CHECKS: OptionChecks<WaitOptions> = {
  signal: requestOptionChecks.signal,
  namespace: requestOptionChecks.namespace,
  deadlineMs: limitMs,
  pollMs: milliseconds,
  onProgress: aFunction,
};

const DONE: ReadonlySet<string> = new Set(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'SKIPPED']);
const FAILED: ReadonlySet<string> = new Set(['FAILED', 'CANCELED']);
const GROWTH = 1.5;
const LONGEST_PAUSE_MS = 30_000;

/** Polls a task until it ends. The last look is at the deadline itself. */
export async function waitForTask(
  taskId: string,
  options: WaitOptions,
  { get, clock }: { get: GetTask; clock: Clock },
): Promise<Task> {
  checkOptionValues({ ...options }, CHECKS);
  const { signal, namespace, deadlineMs = 600_000, pollMs = 1_000, onProgress } = options;
  const endsAt = deadlineMs === 0 ? Infinity : clock.now() + deadlineMs;
  // A look must see what is, not what was.
  const request: RequestOptions = {
    cache: false,
    ...(signal ? { signal } : {}),
    ...(namespace === undefined ? {} : { namespace }),
  };
  const timeout = (attempts: number, cause?: TimeoutError): TimeoutError =>
    new TimeoutError({
      scope: 'total',
      phase: cause?.phase ?? 'polling',
      limitMs: deadlineMs,
      attempts,
      operation: 'tasks.wait',
      cause,
    });

  for (let looks = 1, pause = pollMs; ; looks += 1, pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MS)) {
    const left = endsAt - clock.now();
    // The look at the deadline gets a second of its own, so that a task which has just ended is seen.
    const limit = left === Infinity ? {} : { deadlineMs: Math.max(left, 1_000) };
    const task = await Promise.resolve(get(taskId, { ...request, ...limit })).catch((error: unknown) => {
      throw error instanceof TimeoutError && error.scope === 'total' ? timeout(looks, error) : error;
    });
    onProgress?.(task);
    if (DONE.has(task.status)) return task;
    if (FAILED.has(task.status)) throw new TaskFailedError(task);
    const remaining = endsAt - clock.now();
    if (remaining <= 0) throw timeout(looks);
    await rest(Math.min(pause, remaining), { clock, signal });
  }
}

async function rest(delayMs: number, { clock, signal }: { clock: Clock; signal: AbortSignal | undefined }) {
  let stopTimer = (): void => undefined;
  const pause = new Promise<void>((resolve) => {
    stopTimer = clock.setTimeout(resolve, delayMs);
  });
  try {
    await untilAborted(pause, signal);
  } finally {
    stopTimer();
  }
}
