import type { StateReader } from '../context.js';
import type { BucketRecord, CollectionRecord } from '../records.js';
import { takesPart } from './batch-plan.js';
import { collectionsOf } from './find-collection.js';

/** The collections that a batch of a bucket begins with. */
export const readersOf = (bucket: BucketRecord, state: StateReader): CollectionRecord[] =>
  collectionsOf(state, bucket.namespace_id).filter(
    (collection) => takesPart(collection) && collection.source.bucket_ids.includes(bucket.id),
  );
