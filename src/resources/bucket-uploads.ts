import type { ApiPromise, RequestOptions, Uploadable } from '../call.js';
import type { BucketsUploadsMethods } from '../generated/methods.js';
import type { BucketUpload, ConfirmUploadResponse } from '../generated/schemas.js';
import { createEndpoint } from './endpoint.js';
import type { Extension, ResourceContext } from './extension.js';
import type { PutManyOptions, PutManyResult, UploadItems } from './uploads/put-many.js';
import type { PutUploadContext, PutUploadOptions, PutUploadParams, PutUploadResult } from './uploads/put-upload.js';

export interface BucketUploadsResource extends BucketsUploadsMethods {
  /**
   * Uploads a file to a bucket: creates the upload, puts the bytes to the presigned address, and confirms them, which makes
   * an object unless `create_object_on_confirm` is false.
   *
   * `source` is a path (Node), bytes, a Blob or File, a stream, or `{ open, filename, size }`. It is read as it is sent, in
   * constant memory, and opened again for a retry unless it is a stream that can be read only once. What can be read twice
   * is hashed first: a file that the bucket has already is not sent (`is_duplicate`). The API key is never sent to the
   * presigned address. No time limit for the bytes unless you set one.
   *
   * @throws {ValidationError} before anything is sent: no such file, a stream that was read already
   * @throws {ApiError} 404 for an unknown bucket, 422 naming the field when the object would not fit the bucket's schema
   * @example
   * const { object_id } = await mp.buckets.uploads.put('products', './shoe.jpg', {
   *   object_metadata: { title: 'Red shoe' },
   * }, { onProgress: ({ loaded, total }) => console.error(loaded, total) });
   */
  put(
    bucketId: string,
    source: Uploadable,
    params?: PutUploadParams,
    options?: PutUploadOptions,
  ): Promise<PutUploadResult>;
  /**
   * Uploads any number of files, several at a time. What fails is reported in `failed`, not thrown. With a `journal`, a run
   * that was killed goes on where it was: files that are noted there, and have the same size, are passed over.
   *
   * @throws {AbortError} when the signal fires; the journal keeps what is done
   * @example
   * const { uploaded, failed } = await mp.buckets.uploads.putMany('products', paths, { journal: './uploads.jsonl' });
   */
  putMany(bucketId: string, files: UploadItems, options?: PutManyOptions): Promise<PutManyResult>;
}

const rows = async () => (await import('../generated/rows/buckets-uploads.js')).bucketsUploads;

/** The calls that an upload is made of. */
export function createPutContext({ run, put }: ResourceContext): PutUploadContext {
  const create = createEndpoint(async () => (await rows()).create);
  const confirm = createEndpoint(async () => (await rows()).confirm);
  return {
    create: (bucketId, params, options) => run(create, bucketId, params, options) as ApiPromise<BucketUpload>,
    confirm: ({ bucketId, uploadId }, params, options: RequestOptions) =>
      run(confirm, bucketId, uploadId, params, options) as ApiPromise<ConfirmUploadResponse>,
    put,
  };
}

export const bucketUploadsExtension: Extension<Pick<BucketUploadsResource, 'put' | 'putMany'>> = {
  methods(context) {
    const calls = createPutContext(context);
    return {
      async put(bucketId, source, params = {}, options = {}) {
        const { putUpload } = await import('./uploads/put-upload.js');
        return putUpload({ bucketId, source, params, options }, calls);
      },
      async putMany(bucketId, items, options = {}) {
        const { putMany } = await import('./uploads/put-many.js');
        return putMany({ bucketId, items, options }, calls);
      },
    };
  },
};
