import type { Task } from '../generated/schemas.js';
import type { ResourceContext } from './extension.js';
import type { WaitOptions } from './wait.js';

/** How to wait for something that ends: as for a task, `onProgress` seeing the thing itself. */
export interface WaitForOptions<Thing> extends Omit<WaitOptions, 'onProgress'> {
  /** Called after every look, the last one included. */
  onProgress?: ((thing: Thing) => void) | undefined;
}

export interface Waiting<Thing> {
  readonly id: string;
  readonly look: (options: object) => PromiseLike<Thing>;
  /** The thing as a task, whose status says whether it has ended. */
  readonly toTask: (thing: Thing) => Pick<Task, 'task_type' | 'status' | 'error'>;
}

/**
 * Polls something until it ends, at the intervals and with the limits of `tasks.wait`.
 * @throws TaskFailedError when it failed or was cancelled, TimeoutError after `deadlineMs`
 */
export async function waitFor<Thing>(
  { id, look, toTask }: Waiting<Thing>,
  { onProgress, ...options }: WaitForOptions<Thing>,
  { clock }: Pick<ResourceContext, 'clock'>,
): Promise<Thing> {
  const { waitForTask } = await import('./wait.js');
  let last: { readonly thing: Thing } | undefined;
  await waitForTask(id, options, {
    clock,
    async get(_id, request) {
      const thing = await look(request);
      last = { thing };
      onProgress?.(thing);
      return { task_id: id, ...toTask(thing) };
    },
  });
  if (last === undefined) throw new Error(`${id} has ended before it was looked at.`);
  return last.thing;
}
