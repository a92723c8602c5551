import type { JsonObject } from '../../../internal/json.js';
import { objectsOf } from '../../json-object.js';
import type { RetrieverRecord } from '../../records.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';

/** What a retriever tells of its insides: names and kinds, no parameters. */
export function toMetadata({ definition }: RetrieverRecord): JsonObject {
  const stages = objectsOf(definition['stages']);
  const inputs = Object.entries(objectOf(definition['input_schema']) ?? {});
  return {
    stages: stages.map((stage) => ({
      stage_name: stage['stage_name'] ?? null,
      stage_id: objectOf(stage['config'])?.['stage_id'] ?? null,
    })),
    collections: stringsOf(definition['collection_identifiers']).map((name) => ({ collection: name })),
    capabilities: {
      inputs: inputs.map(([name]) => name),
      input_types: [...new Set(inputs.map(([, schema]) => objectOf(schema)?.['type'] ?? null))],
      streaming: true,
    },
  };
}
