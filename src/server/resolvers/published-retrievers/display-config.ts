import type { JsonObject } from '../../../internal/json.js';
import type { RetrieverRecord } from '../../records.js';
import { objectOf } from '../retrievers/definition.js';

/** A page for a retriever that says nothing of its own: all inputs, all fields. */
export function defaultDisplayConfig(
  { retriever_name: name, definition }: RetrieverRecord,
  title: string | null,
): JsonObject {
  const inputs = Object.entries(objectOf(definition['input_schema']) ?? {});
  return {
    title: title ?? name,
    description: definition['description'] ?? null,
    inputs: inputs.map(([fieldName, schema], order) => ({
      field_name: fieldName,
      field_schema: schema,
      label: fieldName,
      required: objectOf(schema)?.['required'] === true,
      order,
    })),
    exposed_fields: ['*'],
  };
}
