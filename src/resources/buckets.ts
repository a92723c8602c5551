import type { Resources as GeneratedResources } from '../generated/methods.js';
import type { BucketBatchesResource } from './bucket-batches.js';

/** Buckets, with the hand-written parts below them. */
export interface BucketsResource extends Omit<GeneratedBuckets, 'batches'> {
  readonly batches: BucketBatchesResource;
}

type GeneratedBuckets = GeneratedResources['buckets'];
