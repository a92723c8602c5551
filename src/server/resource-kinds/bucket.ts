import type { JsonObject } from '../../internal/json.js';
import { createBucket } from '../resolvers/buckets/create.js';
import { fieldsOf } from './definition-fields.js';
import type { ResourceKind } from './kind.js';

export const bucketKind: ResourceKind = {
  type: 'bucket',
  section: 'buckets',
  idField: 'bucket_id',
  nameField: 'bucket_name',
  createId: 'buckets.create',
  create: createBucket,
  list: (namespace, state) =>
    state
      .list('buckets')
      .filter((bucket) => bucket.namespace_id === namespace.id)
      .map((bucket) => ({
        id: bucket.id,
        name: bucket.bucket_name,
        // A record is JSON by construction, which its interface cannot say.
        definition: fieldsOf(bucket as unknown as JsonObject, [
          'description',
          'bucket_schema',
          'unique_key',
          'metadata',
        ]),
      })),
};
