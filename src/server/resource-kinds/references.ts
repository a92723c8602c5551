import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { ResourceType } from './kind.js';

/** Fields of definitions that name other resources, by id or name. */
const FIELDS: Readonly<Record<string, ResourceType>> = {
  bucket_id: 'bucket',
  bucket_ids: 'bucket',
  collection_id: 'collection',
  collection_ids: 'collection',
  collection_identifiers: 'collection',
  source_collection_id: 'collection',
  source_collection_ids: 'collection',
  target_collection_id: 'collection',
  reference_collection_id: 'collection',
  parent_collection_id: 'collection',
  inference_collections: 'collection',
  example_collection_ids: 'collection',
  inherited_bucket_ids: 'bucket',
  taxonomy_id: 'taxonomy',
  taxonomy_ids: 'taxonomy',
  cluster_id: 'cluster',
  cluster_ids: 'cluster',
  retriever_id: 'retriever',
  retriever_ids: 'retriever',
};

/** Content that is the user's own, whatever its fields are called. */
const OWN = new Set(['metadata', 'properties', 'input_schema', 'bucket_schema', 'display_config', 'payload']);

export interface Reference {
  readonly type: ResourceType;
  /** Id or name. */
  readonly value: string;
  readonly path: readonly (string | number)[];
}

/** The definition with every reference replaced by what `map` gives for it. */
export function mapReferences(definition: JsonObject, map: (reference: Reference) => string): JsonObject {
  const walk = (value: JsonValue, path: readonly (string | number)[]): JsonValue => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const at = [...path, key];
        const type = FIELDS[key];
        if (OWN.has(key)) return [key, item];
        return [key, type === undefined ? walk(item, at) : replace(item, type, at)];
      }),
    );
  };
  const replace = (value: JsonValue, type: ResourceType, path: readonly (string | number)[]): JsonValue => {
    if (Array.isArray(value)) return value.map((item, index) => replace(item, type, [...path, index]));
    // A template is filled in when the retriever runs.
    if (typeof value !== 'string' || value.includes('{{')) return value;
    return map({ type, value, path });
  };
  return walk(definition, []) as JsonObject;
}

export function referencesOf(definition: JsonObject): Reference[] {
  const found: Reference[] = [];
  mapReferences(definition, (reference) => {
    found.push(reference);
    return reference.value;
  });
  return found;
}
