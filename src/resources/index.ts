import type { Resources as GeneratedResources } from '../generated/methods.js';
import type { BucketsResource } from './buckets.js';
import type { CollectionsResource } from './collections.js';
import type { ManifestResource } from './manifest.js';
import type { NamespacesResource } from './namespaces.js';
import type { TasksResource } from './tasks.js';

/** What a client offers: the rows' methods, with the hand-written ones in their places. */
export interface Resources extends GeneratedResources {
  readonly buckets: BucketsResource;
  readonly collections: CollectionsResource;
  readonly manifest: ManifestResource;
  readonly namespaces: NamespacesResource;
  readonly tasks: TasksResource;
}
