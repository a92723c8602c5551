import type { Resources as GeneratedResources } from '../generated/methods.js';
import type { ClustersResource } from './clusters.js';
import type { CollectionsResource } from './collections.js';
import type { AgentsResource } from './agents-sessions.js';
import type { ManifestResource } from './manifest.js';
import type { BucketsResource } from './buckets.js';
import type { NamespacesResource } from './namespaces.js';
import type { TasksResource } from './tasks.js';
import type { TriggersResource } from './triggers.js';

/** What a client offers: the rows' methods, with the hand-written ones in their places. */
export interface Resources extends GeneratedResources {
  readonly clusters: ClustersResource;
  readonly collections: CollectionsResource;
  readonly agents: AgentsResource;
  readonly manifest: ManifestResource;
  readonly buckets: BucketsResource;
  readonly namespaces: NamespacesResource;
  readonly tasks: TasksResource;
  readonly triggers: TriggersResource;
}
