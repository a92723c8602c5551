import type { Resources as GeneratedResources } from '../generated/methods.js';
import type { BucketBatchesResource } from './bucket-batches.js';
import type { BucketObjectsResource } from './bucket-objects.js';
import type { BucketUploadsResource } from './bucket-uploads.js';

/** Buckets, with the hand-written parts below them. */
export interface BucketsResource extends Omit<GeneratedBuckets, 'batches' | 'objects' | 'uploads'> {
  readonly batches: BucketBatchesResource;
  readonly objects: BucketObjectsResource;
  readonly uploads: BucketUploadsResource;
}

type GeneratedBuckets = GeneratedResources['buckets'];
