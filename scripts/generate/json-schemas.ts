import { pascalCase } from './names.js';
import { successOf } from './normalise.js';
import { bodyMedia } from './rows.js';
import type { NamedOperation } from './rows.js';
import { SCHEMA_KEYWORDS, SCHEMA_LIST_KEYWORDS, SCHEMA_MAP_KEYWORDS, schemaName } from './openapi.js';
import type { OpenApiDocument, Schema } from './openapi.js';

const KEPT_OUT = new Set([
  'description',
  'title',
  'example',
  'examples',
  'discriminator',
  'deprecated',
  'xml',
  'externalDocs',
  'x-open-enum',
]);

export interface OperationSchemas {
  status: number;
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  header?: Record<string, unknown>;
  requiredQuery?: string[];
  body?: unknown;
  bodyRequired?: true;
  response?: unknown;
}

/** JSON Schemas for the reference server: components by name, and what each row takes and gives. */
export function toJsonSchemas(
  document: OpenApiDocument,
  operations: readonly NamedOperation[],
): { components: Record<string, unknown>; operations: Record<string, OperationSchemas> } {
  const components = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [
    pascalCase(name),
    toJsonSchema(schema),
  ]);
  return {
    components: Object.fromEntries(components) as Record<string, unknown>,
    operations: Object.fromEntries(operations.map((operation) => [operation.id, schemasOf(operation)])),
  };
}

function schemasOf(operation: NamedOperation): OperationSchemas {
  const [status, success] = successOf(operation);
  const schemas: OperationSchemas = { status };
  for (const place of ['path', 'query', 'header'] as const) {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    if (parameters.length > 0)
      schemas[place] = Object.fromEntries(parameters.map((p) => [p.name, toJsonSchema(p.schema ?? {})]));
  }
  const required = operation.parameters.filter((p) => p.in === 'query' && p.required).map((p) => p.name);
  if (required.length > 0) schemas.requiredQuery = required;
  const media = bodyMedia(operation);
  if (media?.[1].schema !== undefined) schemas.body = toJsonSchema(media[1].schema);
  if (operation.body?.required) schemas.bodyRequired = true;
  const answer = success?.content?.['application/json']?.schema;
  if (answer !== undefined) schemas.response = toJsonSchema(answer);
  return schemas;
}

/** OpenAPI 3.1 schema -> JSON Schema: references by component name, prose left out. Places that a resolver checks fully stay open. */
function toJsonSchema(schema: Schema): unknown {
  const name = schemaName(schema);
  if (name !== undefined) return { $ref: pascalCase(name) };
  if (schema['x-mixpeek-vector'] === true) return { type: 'array' };
  if (schema['x-mixpeek-loose'] === true) return { type: 'object' };
  if (schema.format === 'binary' || schema.contentMediaType !== undefined) return {};
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (KEPT_OUT.has(key) || key.startsWith('x-')) return [];
      if (key === 'enum' && schema['x-open-enum'] === true) return [];
      return [[key, convert(key, value)] as const];
    }),
  );
}

function convert(key: string, value: unknown): unknown {
  if (SCHEMA_MAP_KEYWORDS.has(key))
    return Object.fromEntries(
      Object.entries(value as Record<string, Schema>).map(([name, each]) => [name, toJsonSchema(each)]),
    );
  if (SCHEMA_LIST_KEYWORDS.has(key)) return (value as Schema[]).map(toJsonSchema);
  if (SCHEMA_KEYWORDS.has(key) && typeof value === 'object' && value !== null) return toJsonSchema(value as Schema);
  return value;
}
