import type { OperationSchemas } from '../operation-schemas.js';

/** A JSON Schema (2020-12) as the generator writes it; references are names of components. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The document's schemas: components by name, and those of each operation by its id. */
export interface DocumentSchemas {
  readonly components: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, OperationSchemas>>;
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A schema, or the component that it refers to. */
export function resolveReference(schema: object | undefined, components: DocumentSchemas['components']): JsonSchema {
  if (!isSchema(schema)) return {};
  const reference = schema['$ref'];
  const target = typeof reference === 'string' ? components[reference] : schema;
  return isSchema(target) ? target : {};
}
