import type { ApiPromise, RequestOptions } from '../call.js';
import type { TasksMethods } from '../generated/methods.js';
import type { SuccessMessage, Task } from '../generated/schemas.js';
import { createEndpoint } from './endpoint.js';
import type { Extension, ResourceContext } from './extension.js';
import type { TaskHandle, Wait } from './task-handle.js';
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
  /**
   * Takes up a task by its id, such as one that another process started. Sends nothing by itself.
   *
   * @example
   * const task = await mp.tasks.handle('tsk_2m8d4r6t9v1b').wait();
   */
  handle(taskId: string): TaskInHand;
}

/** A task in hand, by its id. */
export interface TaskInHand extends TaskHandle {
  /** How it stands now. */
  progress(options?: RequestOptions): ApiPromise<Task>;
  /** Stops it; has no effect once it has ended. */
  cancel(options?: RequestOptions): ApiPromise<SuccessMessage>;
}

const rows = async () => (await import('../generated/rows/tasks.js')).tasks;

/** Waits for tasks by polling `tasks.get`. */
export function createWait({ run, clock }: ResourceContext): Wait {
  const endpoint = createEndpoint(async () => (await rows()).get);
  const get: GetTask = (id, options) => run(endpoint, id, options) as PromiseLike<Task>;
  return async (id, options = {}) => {
    const { waitForTask } = await import('./wait.js');
    return waitForTask(id, options, { get, clock });
  };
}

export const tasksExtension: Extension<Pick<TasksResource, 'wait' | 'handle'>> = {
  methods(context) {
    const wait = createWait(context);
    const endpoints = {
      get: createEndpoint(async () => (await rows()).get),
      delete: createEndpoint(async () => (await rows()).delete),
    };
    return {
      wait,
      handle: (taskId) => ({
        task_id: taskId,
        wait: (options) => wait(taskId, options),
        progress: (options) => context.run(endpoints.get, taskId, options) as ApiPromise<Task>,
        cancel: (options) => context.run(endpoints.delete, taskId, options) as ApiPromise<SuccessMessage>,
      }),
    };
  },
};
