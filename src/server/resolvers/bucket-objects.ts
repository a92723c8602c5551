import { createPresign, toObjectView } from '../ingest/object-view.js';
import { findBucket, findObject } from '../ingest/find-bucket.js';
import { aggregateObjects } from './bucket-objects/aggregate.js';
import { createObject, createObjects } from './bucket-objects/create.js';
import { deleteObject } from './bucket-objects/delete.js';
import { listObjects } from './bucket-objects/list.js';
import { replaceObject, updateObject } from './bucket-objects/update.js';
import type { ResolverTable } from './table.js';

const NOTE =
  'Files by URL are copied from hosts that the server reaches; for others, and for s3: and gs:, the URL is kept.';

export const bucketObjectResolvers = {
  'buckets.objects.create': { fidelity: 'behavioural', note: NOTE, resolve: createObject },
  'buckets.objects.createBatch': { fidelity: 'behavioural', note: NOTE, resolve: createObjects },
  'buckets.objects.list': { fidelity: 'exact', resolve: listObjects },
  'buckets.objects.aggregate': { fidelity: 'exact', resolve: aggregateObjects },
  'buckets.objects.get': {
    fidelity: 'exact',
    resolve: (context) => {
      const object = findObject(context, findBucket(context));
      return { body: toObjectView(object, createPresign(context, context.query['return_presigned_urls'])) };
    },
  },
  'buckets.objects.update': { fidelity: 'exact', resolve: updateObject },
  'buckets.objects.replace': { fidelity: 'exact', resolve: replaceObject },
  'buckets.objects.delete': { fidelity: 'exact', resolve: deleteObject },
} satisfies ResolverTable;
