import { bucketKind } from './bucket.js';
import { clusterKind } from './cluster.js';
import { collectionKind } from './collection.js';
import type { ResourceKind, ResourceType } from './kind.js';
import { namespaceKind } from './namespace.js';
import { retrieverKind } from './retriever.js';
import { taxonomyKind } from './taxonomy.js';

/** Every kind of resource that templates, manifests and migrations know, in the order in which they depend on each other. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  namespaceKind,
  bucketKind,
  collectionKind,
  taxonomyKind,
  clusterKind,
  retrieverKind,
];

export const kindOf = (type: ResourceType): ResourceKind | undefined =>
  RESOURCE_KINDS.find((kind) => kind.type === type);
