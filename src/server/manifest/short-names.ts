import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';
import type { ResourceType } from '../resource-kinds/kind.js';

/** Shorter names that manifests use for fields of definitions. */
const SHORT: Readonly<Partial<Record<ResourceType, Readonly<Record<string, string>>>>> = {
  bucket: { schema: 'bucket_schema' },
  collection: { extractor: 'feature_extractor' },
  retriever: { collections: 'collection_identifiers', inputs: 'input_schema' },
  cluster: { collections: 'collection_ids' },
};

/** Extractors inside of definitions: `name` is short for `feature_extractor_name`. */
const EXTRACTORS = ['feature_extractors', 'feature_extractor'];

/** A definition with the names of the API in place of the short ones. */
export function toDefinition(type: ResourceType, fields: JsonObject): JsonObject {
  const long = SHORT[type] ?? {};
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      const name = Object.hasOwn(long, key) ? (long[key] ?? key) : key;
      return [name, EXTRACTORS.includes(name) ? toExtractors(value) : value];
    }),
  );
}

function toExtractors(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(toExtractors);
  if (!isJsonObject(value) || value['feature_extractor_name'] !== undefined) return value;
  const { name, ...others } = value;
  return name === undefined ? value : { feature_extractor_name: name, ...others };
}

/** The same the other way round: how a manifest writes a definition. */
export function toShortNames(type: ResourceType, definition: JsonObject): JsonObject {
  const short = Object.fromEntries(Object.entries(SHORT[type] ?? {}).map(([from, to]) => [to, from]));
  return Object.fromEntries(
    Object.entries(definition).map(([key, value]) => {
      const shown = EXTRACTORS.includes(key) ? fromExtractors(value) : value;
      return [Object.hasOwn(short, key) ? (short[key] ?? key) : key, shown];
    }),
  );
}

function fromExtractors(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(fromExtractors);
  if (!isJsonObject(value)) return value;
  const { feature_extractor_name: name, ...others } = value;
  return name === undefined ? value : { name, ...others };
}
