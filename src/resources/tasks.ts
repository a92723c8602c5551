import type { TasksMethods } from '../generated/methods.js';
import type { Task } from '../generated/schemas.js';
import type { WaitOptions } from './wait.js';

export interface TasksResource extends TasksMethods {
  /**
   * Polls a task until it ends: looks at once, again after 1 s, then at intervals that grow by half up to 30 s.
   *
   * A task that is `COMPLETED_WITH_ERRORS` has ended: look at its `outputs`.
   *
   * @throws {TaskFailedError} when it failed or was cancelled
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set)
   * @throws {AbortError} when the signal fires
   * @throws {ApiError} 404 when there is no such task, or no longer
   * @example
   * const task = await mp.tasks.wait(taskId, { onProgress: ({ status }) => console.error(status) });
   */
  wait(taskId: string, options?: WaitOptions): Promise<Task>;
}
