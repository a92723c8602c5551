import type { ApiPromise, RequestOptions } from '../call.js';
import type { BucketsBatchesMethods, BucketsBatchesSubmitParams } from '../generated/methods.js';
import type { Batch, Task } from '../generated/schemas.js';
import { withBatchRun } from './batch-run.js';
import type { BatchRun } from './batch-run.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import { waitFor } from './wait-for.js';
import type { WaitForOptions } from './wait-for.js';

/** A batch in hand, by its ids. */
export interface BatchHandle {
  readonly bucket_id: string;
  readonly batch_id: string;
  /** How it stands now. */
  progress(options?: RequestOptions): ApiPromise<Batch>;
  /**
   * Polls the batch until it has ended, and gives it as it is then: `tier_tasks` has what each step wrote.
   * @throws {TaskFailedError} when nothing could be processed, or it was cancelled
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set); a draft never ends
   */
  wait(options?: WaitForOptions<Batch>): Promise<Batch>;
  /**
   * Cancels it. What was written stays.
   * @throws {ApiError} 409 when it has ended, or was never submitted
   */
  cancel(options?: RequestOptions): ApiPromise<Task>;
}

export interface BucketBatchesResource extends BucketsBatchesMethods {
  /**
   * Starts a draft. It goes on in the background.
   *
   * `POST /v1/buckets/{bucket_id}/batches/{batch_id}/submit`
   * @returns the task, and the run in hand
   * @throws {ApiError} 409 when it is no draft, 429 within 60 seconds of the last submission
   * @example
   * const { batch_id } = await mp.buckets.batches.create('products', { object_ids });
   * const run = await mp.buckets.batches.submit('products', batch_id);
   * await run.wait();
   */
  submit(
    bucketId: string,
    batchId: string,
    params?: BucketsBatchesSubmitParams,
    options?: RequestOptions,
  ): ApiPromise<Task & BatchRun>;
  /**
   * Takes up a batch by its ids, such as one that another process submitted. Sends nothing by itself.
   *
   * @example
   * const batch = await mp.buckets.batches.handle('products', 'bat_5t7y9u1i3o2p').wait();
   */
  handle(bucketId: string, batchId: string): BatchHandle;
}

const rows = async () => (await import('../generated/rows/buckets-batches.js')).bucketsBatches;

export const bucketBatchesExtension: Extension<Pick<BucketBatchesResource, 'submit' | 'handle'>> = {
  methods(context) {
    const endpoints = {
      submit: createEndpoint(async () => (await rows()).submit),
      get: createEndpoint(async () => (await rows()).get),
      cancel: createEndpoint(async () => (await rows()).cancel),
    };
    return {
      submit: (...args: unknown[]) =>
        withBatchRun(context.run(endpoints.submit, ...args) as ApiPromise<Task>, { context, batchId: String(args[1]) }),
      handle(bucketId, batchId) {
        const progress = (options?: RequestOptions) =>
          context.run(endpoints.get, bucketId, batchId, undefined, options) as ApiPromise<Batch>;
        return {
          bucket_id: bucketId,
          batch_id: batchId,
          progress,
          cancel: (options) => context.run(endpoints.cancel, bucketId, batchId, undefined, options) as ApiPromise<Task>,
          wait: (options = {}) => waitFor({ id: batchId, look: progress, toTask }, options, context),
        };
      },
    };
  },
};

const toTask = ({ status, error }: Batch) => ({
  task_type: 'api_buckets_batches_process' as const,
  status: status ?? 'UNKNOWN',
  error: error ?? null,
});
