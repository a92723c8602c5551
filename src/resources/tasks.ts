import type { TasksMethods } from '../generated/methods.js';
import type { Task } from '../generated/schemas.js';
import { createEndpoint } from './endpoint.js';
import type { Extension, ResourceContext } from './extension.js';
import type { Wait } from './task-handle.js';
import type { GetTask, WaitOptions } from './wait.js';

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

/** Waits for tasks by polling `tasks.get`. */
export function createWait({ run, clock }: ResourceContext): Wait {
  const endpoint = createEndpoint(async () => (await import('../generated/rows/tasks.js')).tasks.get);
  const get: GetTask = (id, options) => run(endpoint, id, options) as PromiseLike<Task>;
  return async (id, options = {}) => {
    const { waitForTask } = await import('./wait.js');
    return waitForTask(id, options, { get, clock });
  };
}

export const tasksExtension: Extension<Pick<TasksResource, 'wait'>> = {
  methods: (context) => ({ wait: createWait(context) }),
};
