import type { JsonObject } from '../../internal/json.js';
import type { Resolver, StateReader } from '../context.js';
import type { NamespaceRecord } from '../records.js';

export type ResourceType = 'namespace' | 'bucket' | 'collection' | 'taxonomy' | 'cluster' | 'retriever';

/** A resource as templates, manifests and migrations see it. */
export interface ResourceItem {
  readonly id: string;
  readonly name: string;
  /** Fields of the request that creates it, without its name. */
  readonly definition: JsonObject;
}

/** What templates, manifests and migrations have to know of a kind of resource. */
export interface ResourceKind {
  readonly type: ResourceType;
  /** Its section in a manifest: `buckets`. */
  readonly section: string;
  readonly idField: string;
  readonly nameField: string;
  /** The operation that creates one: its schema is what a definition has to meet. */
  readonly createId: string;
  readonly create: Resolver;
  /** What a definition without these fields means. */
  readonly defaults?: JsonObject;
  /** Fields that say which one it is, not how it is: they do not differ. */
  readonly identity?: readonly string[];
  /** Dotted fields whose defaults are filled in when it is created: only what a manifest names of them differs. */
  readonly filledIn?: readonly string[];
  /** Fields that the system adds to by itself: they only differ where a manifest names them. */
  readonly grown?: readonly string[];
  /** Those of a namespace; for the kind `namespace`, that namespace itself. */
  list(namespace: NamespaceRecord, state: StateReader): ResourceItem[];
}
