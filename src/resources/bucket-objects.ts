import type { ApiPromise, RequestOptions, Uploadable } from '../call.js';
import type { BucketsObjectsMethods } from '../generated/methods.js';
import type { Bucket, BucketObject } from '../generated/schemas.js';
import { createPutContext } from './bucket-uploads.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import type { FileObjectParams } from './uploads/object-params.js';
import type { FromUrlCalls } from './uploads/object-from.js';
import type { PutUploadOptions } from './uploads/put-upload.js';

export interface BucketObjectsResource extends BucketsObjectsMethods {
  /**
   * Creates an object of a file at a URL. The bucket is asked for its schema, to find the field that the file belongs to,
   * unless `property` names it.
   *
   * @throws {ValidationError} when several fields would do, or none
   * @throws {ApiError} 422 naming the field that does not fit the bucket's schema
   * @example
   * await mp.buckets.objects.fromUrl('products', 'https://example.com/shoe.jpg', { fields: { title: 'Red shoe' } });
   */
  fromUrl(bucketId: string, url: string, params?: FileObjectParams, options?: RequestOptions): Promise<BucketObject>;
  /**
   * Uploads a file, as `uploads.put` does, and makes an object of it, also when the bucket has the file already.
   *
   * @throws {ValidationError} when there is no such file, and when several fields of the schema would do
   * @throws {ApiError} 422 naming the field that does not fit the bucket's schema, 409 when another object has the unique key
   * @example
   * await mp.buckets.objects.fromFile('products', './shoe.jpg', { fields: { title: 'Red shoe' } });
   */
  fromFile(
    bucketId: string,
    source: Uploadable,
    params?: FileObjectParams,
    options?: PutUploadOptions,
  ): Promise<BucketObject>;
}

export const bucketObjectsExtension: Extension<Pick<BucketObjectsResource, 'fromUrl' | 'fromFile'>> = {
  methods(context) {
    const { run } = context;
    const upload = createPutContext(context);
    const rows = async () => (await import('../generated/rows/buckets-objects.js')).bucketsObjects;
    const create = createEndpoint(async () => (await rows()).create);
    const getBucket = createEndpoint(async () => (await import('../generated/rows/buckets.js')).buckets.get);
    const callsFor = (bucketId: string): FromUrlCalls => ({
      getBucket: (scope, request) => run(getBucket, bucketId, scope, request) as ApiPromise<Bucket>,
      create: (body, request) => run(create, bucketId, body, request) as ApiPromise<BucketObject>,
    });
    return {
      async fromUrl(bucketId, url, params = {}, options = {}) {
        const { objectFromUrl } = await import('./uploads/object-from.js');
        return objectFromUrl({ url, params, options }, callsFor(bucketId));
      },
      async fromFile(bucketId, source, params = {}, options = {}) {
        const { objectFromFile } = await import('./uploads/object-from.js');
        return objectFromFile({ bucketId, source, params, options }, { ...callsFor(bucketId), upload });
      },
    };
  },
};
