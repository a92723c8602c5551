/** The parts of OpenAPI 3.1 that the generator reads. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; [key: string]: unknown };
  paths: Record<string, PathItem>;
  security?: unknown[];
  tags?: { name: string; description?: string }[];
  components?: {
    schemas?: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Response>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

export type PathItem = Partial<Record<Verb, OperationObject>> & { parameters?: (Parameter | Reference)[] };
export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
export const VERBS: readonly Verb[] = ['get', 'post', 'put', 'patch', 'delete'];

export interface Reference {
  $ref: string;
}

export interface OperationObject {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  deprecated?: boolean;
  security?: unknown[];
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses?: Record<string, Response | Reference>;
  'x-mixpeek'?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
  explode?: boolean;
  example?: unknown;
  [key: string]: unknown;
}

export interface RequestBody {
  required?: boolean;
  description?: string;
  content: Record<string, MediaType>;
}

export interface MediaType {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
  [key: string]: unknown;
}

export interface Response {
  description?: string;
  content?: Record<string, MediaType>;
  headers?: Record<string, unknown>;
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema | boolean;
  prefixItems?: Schema[];
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  [key: string]: unknown;
}

const SCHEMA_PREFIX = '#/components/schemas/';

/** `#/components/schemas/X` -> `X`, decoded; undefined for anything else. */
export function schemaName(schema: Schema | undefined): string | undefined {
  const reference = schema?.$ref;
  if (!reference?.startsWith(SCHEMA_PREFIX)) return undefined;
  return decodeURIComponent(reference.slice(SCHEMA_PREFIX.length)).replaceAll('~1', '/').replaceAll('~0', '~');
}

export const schemaReference = (name: string): string => SCHEMA_PREFIX + name;

/** Follows `$ref` of parameters, bodies and responses within the document. */
export function resolve<T extends object>(document: OpenApiDocument, value: T | Reference): T {
  if (!('$ref' in value) || typeof value.$ref !== 'string') return value as T;
  const target = value.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (node, key) =>
        (node as Record<string, unknown> | undefined)?.[
          decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
        ],
      document,
    );
  if (target === undefined) throw new Error(`Unresolved reference ${value.$ref}.`);
  return resolve(document, target as T | Reference);
}

/** Keywords that hold one schema, a list of them, or a map of them. Everything else in a schema is data. */
export const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'not',
  'contains',
  'propertyNames',
  'if',
  'then',
  'else',
]);
export const SCHEMA_LIST_KEYWORDS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
export const SCHEMA_MAP_KEYWORDS: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs']);

/** Calls `visit` on a schema and on every schema inside it; returning false stops the descent. */
export function walkSchema(schema: Schema | undefined, visit: (schema: Schema) => unknown): void {
  if (schema === undefined || visit(schema) === false) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (typeof value !== 'object' || value === null) continue;
    if (SCHEMA_KEYWORDS.has(keyword)) walkSchema(value as Schema, visit);
    else if (SCHEMA_LIST_KEYWORDS.has(keyword)) for (const each of value as Schema[]) walkSchema(each, visit);
    else if (SCHEMA_MAP_KEYWORDS.has(keyword))
      for (const each of Object.values(value as Record<string, Schema>)) walkSchema(each, visit);
  }
}
