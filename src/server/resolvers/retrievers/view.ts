import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { objectsOf } from '../../json-object.js';
import type { RetrieverRecord } from '../../records.js';
import { objectOf, stringsOf } from './definition.js';

/** A retriever as callers see it. */
export function toRetrieverView(
  { id, retriever_name: name, definition, ...times }: RetrieverRecord,
  { isPublished }: { isPublished: boolean },
): JsonObject {
  const stages = objectsOf(definition['stages']);
  return {
    retriever_id: id,
    retriever_name: name,
    description: definition['description'] ?? null,
    collection_ids: stringsOf(definition['collection_identifiers']),
    stages,
    input_schema: objectOf(definition['input_schema']) ?? {},
    budget_limits: objectOf(definition['budget_limits']) ?? { max_credits: null, max_time_ms: null },
    feature_dependencies: stages.flatMap(featuresOf),
    tags: stringsOf(definition['tags']),
    display_config: definition['display_config'] ?? null,
    visibility: definition['visibility'] ?? 'private',
    marketplace_listing_id: definition['marketplace_listing_id'] ?? null,
    requires_subscription: definition['requires_subscription'] ?? false,
    is_published: isPublished,
    version: definition['version'] ?? 1,
    created_at: times.created_at,
    updated_at: times.updated_at,
    created_by: null,
    updated_by: null,
  };
}

/** The retriever at the top level, and under `retriever` for clients of the older shape. */
export function toRetrieverEnvelope(record: RetrieverRecord, published: { isPublished: boolean }): JsonObject {
  const view = toRetrieverView(record, published);
  return { ...view, retriever: view };
}

function featuresOf(stage: JsonObject): JsonValue[] {
  const parameters = objectOf(objectOf(stage['config'])?.['parameters']);
  return objectsOf(parameters?.['searches']).flatMap(({ feature_uri: uri }) =>
    typeof uri === 'string' ? [toAddress(uri)] : [],
  );
}

const ADDRESS = /^([a-z]+):\/\/([^/@]+)@([^/]+)(?:\/(.+))?$/;

/** `mixpeek://text_extractor@v1/embedding` in its parts; a bare index name stands for the extractor. */
function toAddress(uri: string): JsonObject {
  const [, scheme, extractor, version, output] = ADDRESS.exec(uri) ?? [];
  if (extractor === undefined || version === undefined)
    return { scheme: 'mixpeek', extractor: uri, version: 'v1', output: null };
  return { scheme: scheme ?? 'mixpeek', extractor, version, output: output ?? null };
}
