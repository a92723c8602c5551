import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';
import { unprocessable } from '../problem.js';
import { bucketKind } from '../resource-kinds/bucket.js';
import { clusterKind } from '../resource-kinds/cluster.js';
import { collectionKind } from '../resource-kinds/collection.js';
import type { ResourceKind, ResourceType } from '../resource-kinds/kind.js';
import { namespaceKind } from '../resource-kinds/namespace.js';
import { mapReferences, type Reference } from '../resource-kinds/references.js';
import { retrieverKind } from '../resource-kinds/retriever.js';
import { taxonomyKind } from '../resource-kinds/taxonomy.js';
import { fillCollections } from './fill-collections.js';

/** How a kind of resource becomes a template, and a template becomes one. */
export interface TemplateKind {
  readonly type: ResourceType;
  readonly resource: ResourceKind;
  /** What a template keeps of a resource: no ids of others, at most the names that `nameOf` gives. */
  toConfiguration(definition: JsonObject, nameOf: (reference: Reference) => string): JsonObject;
  /** What is created: the template, with what the request says. `idOf` gives the id of a resource by its name. */
  toDefinition(configuration: JsonObject, request: JsonObject, idOf: (reference: Reference) => string): JsonObject;
  /** What the answer says besides the id and name. Default: `status: created`. */
  readonly answer?: JsonObject;
}

const without = (definition: JsonObject, ...names: string[]): JsonObject =>
  Object.fromEntries(Object.entries(definition).filter(([name]) => !names.includes(name)));

/** The request's description, where it has one. */
const described = ({ description }: JsonObject): JsonObject => (typeof description === 'string' ? { description } : {});

const tagsOf = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : []);

const namespaces: TemplateKind = {
  type: 'namespace',
  resource: namespaceKind,
  toConfiguration: (definition) => without(definition, 'namespace_id'),
  toDefinition: (configuration, request) => ({ ...configuration, ...described(request) }),
  answer: { status: 'ready', task_id: null },
};

const retrievers: TemplateKind = {
  type: 'retriever',
  resource: retrieverKind,
  toConfiguration: (definition) => without(definition, 'collection_identifiers'),
  toDefinition: (configuration, request) => ({
    ...configuration,
    ...described(request),
    collection_identifiers: request['collection_identifiers'] ?? [],
    tags: [...new Set([...tagsOf(configuration['tags']), ...tagsOf(request['tags'])])],
  }),
};

const buckets: TemplateKind = {
  type: 'bucket',
  resource: bucketKind,
  toConfiguration: (definition) => definition,
  toDefinition: (configuration, request) => ({ ...configuration, ...described(request) }),
};

const collections: TemplateKind = {
  type: 'collection',
  resource: collectionKind,
  // What it reads is named when it is made.
  toConfiguration: (definition) =>
    without(definition, 'source', 'taxonomy_applications', 'cluster_applications', 'retriever_enrichments'),
  toDefinition: (configuration, request) => ({
    ...configuration,
    ...described(request),
    source: sourceOf(request),
    ...taggedMetadata(configuration['metadata'], request['tags']),
  }),
};

function sourceOf({ bucket_ids: bucketIds, collection_id: collectionId }: JsonObject): JsonObject {
  const hasBuckets = Array.isArray(bucketIds) && bucketIds.length > 0;
  if (hasBuckets === (typeof collectionId === 'string')) {
    const message = 'name either bucket_ids or collection_id: where the content of the collection comes from';
    throw unprocessable([{ type: 'value_error', location: ['body', 'bucket_ids'], message }]);
  }
  return hasBuckets
    ? { type: 'bucket', bucket_ids: bucketIds }
    : { type: 'collection', collection_ids: [collectionId ?? null] };
}

function taggedMetadata(metadata: JsonValue | undefined, tags: JsonValue | undefined): JsonObject {
  const own = isJsonObject(metadata) ? metadata : {};
  if (tagsOf(tags).length === 0) return {};
  return { metadata: { ...own, tags: [...new Set([...tagsOf(own['tags']), ...tagsOf(tags)])] } };
}

const clusters: TemplateKind = {
  type: 'cluster',
  resource: clusterKind,
  toConfiguration: (definition) => without(definition, 'collection_ids'),
  // A cluster is created without a description: the request's is not kept.
  toDefinition: (configuration, request) => ({
    ...configuration,
    collection_ids: request['collection_ids'] ?? [],
  }),
};

const taxonomies: TemplateKind = {
  type: 'taxonomy',
  resource: taxonomyKind,
  // The names of collections become placeholders; retrievers and clusters are looked up by name when it is made.
  toConfiguration: mapReferences,
  // A tree takes nothing but ids.
  toDefinition: (configuration, request, idOf) => ({
    ...mapReferences(fillCollections(configuration, request['collection_config']), idOf),
    ...described(request),
  }),
};

/** The kinds of resource that there are templates for. */
export const TEMPLATE_KINDS: readonly TemplateKind[] = [
  buckets,
  clusters,
  collections,
  namespaces,
  retrievers,
  taxonomies,
];
