import type { ApiPromise } from '../call.js';
import type { Task } from '../generated/schemas.js';
import { mapCall } from './api-call.js';
import type { WaitOptions } from './wait.js';

/** An answer that started work which goes on. */
export interface TaskHandle {
  readonly task_id: string;
  /**
   * Polls until the work has ended.
   * @throws TaskFailedError when it failed or was cancelled; TimeoutError after `deadlineMs`.
   */
  wait(options?: WaitOptions): Promise<Task>;
}

/** Waits for a task by id. */
export type Wait = (taskId: string, options?: WaitOptions) => Promise<Task>;

/** Adds `wait()` to an answer, not enumerable, so that it still prints as it came. */
export function withWait<Body>(call: ApiPromise<Body>, wait: Wait): ApiPromise<Body & TaskHandle> {
  return mapCall(call, (body) => {
    const { task_id: taskId } = body as { task_id?: unknown };
    const start = (options?: WaitOptions): Promise<Task> =>
      typeof taskId === 'string'
        ? wait(taskId, options)
        : Promise.reject(new TypeError('The answer names no task to wait for.'));
    return Object.defineProperty(body as object, 'wait', { value: start }) as Body & TaskHandle;
  });
}
