import type { ApiPromise, RequestOptions } from '../call.js';
import type { TriggersExecuteParams, TriggersMethods } from '../generated/methods.js';
import type { Task } from '../generated/schemas.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import { withWait } from './task-handle.js';
import type { TaskHandle } from './task-handle.js';
import { createWait } from './tasks.js';

export interface TriggersResource extends TriggersMethods {
  /**
   * Runs the action of a trigger now, whether it is paused or not. It goes on in the background.
   *
   * `POST /v1/triggers/{trigger_id}/execute`
   * @throws {ApiError} 404 when there is no such trigger
   * @example
   * const task = await (await mp.triggers.execute('trg_8r3w7k2m9x5c')).wait();
   */
  execute(triggerId: string, params?: TriggersExecuteParams, options?: RequestOptions): ApiPromise<Task & TaskHandle>;
}

export const triggersExtension: Extension<Pick<TriggersResource, 'execute'>> = {
  methods(context) {
    const endpoint = createEndpoint(async () => (await import('../generated/rows/triggers.js')).triggers.execute);
    const wait = createWait(context);
    return { execute: (...args) => withWait(context.run(endpoint, ...args) as ApiPromise<Task>, wait) };
  },
};
