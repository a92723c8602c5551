import { bucketView, createBucket } from './buckets/create.js';
import { deleteBucket } from './buckets/delete.js';
import { listBuckets } from './buckets/list.js';
import { replaceBucket, updateBucket } from './buckets/update.js';
import { findBucket } from '../ingest/find-bucket.js';
import type { ResolverTable } from './table.js';

export const bucketResolvers = {
  'buckets.create': { fidelity: 'exact', resolve: createBucket },
  'buckets.list': { fidelity: 'exact', resolve: listBuckets },
  'buckets.get': { fidelity: 'exact', resolve: (context) => ({ body: bucketView(findBucket(context), context) }) },
  'buckets.update': { fidelity: 'exact', resolve: updateBucket },
  'buckets.replace': { fidelity: 'exact', resolve: replaceBucket },
  'buckets.delete': {
    fidelity: 'behavioural',
    note: 'Done when it answers; its task is COMPLETED.',
    resolve: deleteBucket,
  },
} satisfies ResolverTable;
