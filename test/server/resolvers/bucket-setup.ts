import type { ServerOptions } from '../../../src/server/options.js';
import { setup, type Answer, type Caller } from './setup.js';

/** A call within the namespace `ns`. */
export type Call = (operation: string, body?: unknown) => Promise<Answer>;

export interface BucketCaller extends Caller {
  readonly call: Call;
}

export const PRODUCTS = {
  bucket_name: 'products',
  bucket_schema: {
    properties: {
      title: { type: 'string', required: true },
      price: { type: 'number' },
      size: { type: 'string', enum: ['s', 'm'], default: 'm' },
      sold: { type: 'datetime' },
      photo: { type: 'image' },
      notes: { type: 'text' },
    },
  },
};

/** A server with one namespace, `ns`, whose calls are all within it. */
export async function setupIngest(options: ServerOptions = {}): Promise<BucketCaller> {
  const { server, call } = setup(options);
  const inNamespace: Call = (operation, body) => call(operation, body, { 'x-namespace': 'ns' });
  const created = await call('POST /v1/namespaces/standalone', { namespace_id: 'ns' });
  if (created.status !== 200) throw new Error(JSON.stringify(created.body));
  return { server, call: inNamespace };
}

/** The same with one bucket, `products`. */
export async function setupBucket(bucket: object = {}, options: ServerOptions = {}) {
  const caller = await setupIngest(options);
  const { status, body } = await caller.call('POST /v1/buckets', { ...PRODUCTS, ...bucket });
  if (status !== 200) throw new Error(JSON.stringify(body));
  const objects = '/v1/buckets/products/objects';
  const create = (object: object, query = '') => caller.call(`POST ${objects}${query}`, object);
  return { ...caller, bucket: body, bucketId: String(body.bucket_id), objects, create };
}
