import type { ApiPromise, RequestOptions } from '../call.js';
import { ValidationError } from '../errors.js';
import type { SuccessMessage, Task } from '../generated/schemas.js';
import { mapCall } from './api-call.js';
import { createEndpoint } from './endpoint.js';
import type { ResourceContext } from './extension.js';
import { isPlainObject } from './plain-object.js';
import { createWait } from './tasks.js';
import type { WaitOptions } from './wait.js';

/** A batch that was started, in hand. Kept by its ids, it can be taken up in another process: `tasks.handle`, `buckets.batches.handle`. */
export interface BatchRun {
  readonly batch_id: string;
  readonly task_id: string;
  /**
   * Polls its task until the batch has ended: at once, again after 1 s, then at intervals that grow by half up to 30 s.
   *
   * A task that is `COMPLETED_WITH_ERRORS` has ended: `buckets.batches.failedDocuments` lists what failed.
   *
   * @throws {TaskFailedError} when nothing could be processed, or it was cancelled
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set)
   */
  wait(options?: WaitOptions): Promise<Task>;
  /** Stops it. What was written stays; has no effect once it has ended. */
  cancel(options?: RequestOptions): ApiPromise<SuccessMessage>;
}

/** Adds the handle to an answer that names a task; not enumerable, so that it still prints as it came. */
export function withBatchRun<Body>(
  call: ApiPromise<Body>,
  { context, batchId }: { context: ResourceContext; batchId?: string },
): ApiPromise<Body & BatchRun> {
  const wait = createWait(context);
  const cancel = createEndpoint(async () => (await import('../generated/rows/tasks.js')).tasks.delete);
  return mapCall(call, (body) => {
    if (!isPlainObject(body)) return body as Body & BatchRun;
    const { task_id: taskId } = body;
    const id = (): string => {
      if (typeof taskId === 'string') return taskId;
      throw new ValidationError('The answer names no task to wait for.', { hint: 'Look at the batch itself.' });
    };
    const own = {
      wait: async (options?: WaitOptions): Promise<Task> => wait(id(), options),
      cancel: (options?: RequestOptions) => context.run(cancel, id(), options) as ApiPromise<SuccessMessage>,
      ...(batchId === undefined ? {} : { batch_id: batchId }),
    };
    for (const [name, value] of Object.entries(own)) Object.defineProperty(body, name, { value });
    return body as Body & BatchRun;
  });
}
