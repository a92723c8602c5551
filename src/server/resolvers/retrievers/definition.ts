import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { objectsOf } from '../../json-object.js';
import type { RetrieverDefinition } from '../../retriever/compile.js';

/** The parts of a request, or of a stored retriever, that decide what it does. */
export function toDefinition(source: JsonObject): RetrieverDefinition {
  return {
    stages: objectsOf(source['stages']),
    input_schema: objectOf(source['input_schema']),
    collection_identifiers: stringsOf(source['collection_identifiers']),
    budget_limits: objectOf(source['budget_limits']),
  };
}

export function objectOf(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

export function stringsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
