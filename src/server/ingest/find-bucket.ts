import { findRecord } from '../find-record.js';
import type { RequestContext } from '../context.js';
import { notFound } from '../problem.js';
import type { BucketRecord, ObjectRecord } from '../records.js';

export const bucketNameOf = ({ bucket_name: name }: Readonly<BucketRecord>): string => name;

/** The bucket of the path, by id or name. */
export const findBucket = (context: RequestContext): BucketRecord =>
  findRecord(context, 'buckets', {
    idOrName: context.path['bucket_id'] ?? '',
    nameOf: bucketNameOf,
    resource: 'bucket',
  });

/** The object of the path, in the bucket of the path. */
export function findObject({ state, path }: RequestContext, bucket: BucketRecord): ObjectRecord {
  const id = path['object_id'] ?? '';
  const object = state.get('objects', id);
  if (object === undefined || object.bucket_id !== bucket.id) throw notFound('object', id);
  return object;
}
