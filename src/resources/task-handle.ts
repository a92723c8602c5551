import type { ApiPromise } from '../call.js';
import { ValidationError } from '../errors.js';
import type { Task } from '../generated/schemas.js';
import { mapCall } from './api-call.js';
import { isPlainObject } from './plain-object.js';
import type { WaitOptions } from './wait.js';

/** An answer that started work which goes on. */
export interface TaskHandle {
  /** For `tasks.get`, here or in another process. */
  readonly task_id: string;
  /**
   * Polls until the work has ended, as `tasks.wait` does.
   * @throws {TaskFailedError} when it failed or was cancelled
   * @throws {TimeoutError} after `deadlineMs`
   */
  wait(options?: WaitOptions): Promise<Task>;
}

/** Waits for a task by id. */
export type Wait = (taskId: string, options?: WaitOptions) => Promise<Task>;

/** Adds `wait()` to an answer, not enumerable, so that it still prints as it came. */
export function withWait<Body>(call: ApiPromise<Body>, wait: Wait): ApiPromise<Body & TaskHandle> {
  return mapCall(call, (body) => {
    if (!isPlainObject(body)) return body as Body & TaskHandle;
    const { task_id: taskId } = body;
    const start = async (options?: WaitOptions): Promise<Task> => {
      if (typeof taskId === 'string') return wait(taskId, options);
      throw new ValidationError('The answer names no task to wait for.', { hint: 'Look at the resource itself.' });
    };
    return Object.defineProperty(body, 'wait', { value: start }) as Body & TaskHandle;
  });
}
