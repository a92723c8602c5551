import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isSchema, resolveReference, type DocumentSchemas, type JsonSchema } from '../schemas.js';

type Components = DocumentSchemas['components'];

const MAX_DEPTH = 6;

/** The smallest value that a schema takes: its default, its first choice, or what its required fields need. */
export function exampleOf(schema: object | undefined, components: Components, depth = 0): JsonValue {
  const resolved = resolveReference(schema, components);
  for (const key of ['default', 'const'] as const) {
    if (resolved[key] !== undefined && resolved[key] !== null) return resolved[key] as JsonValue;
  }
  if (Array.isArray(resolved['enum'])) return (resolved['enum'] as JsonValue[])[0] ?? null;
  if (depth > MAX_DEPTH) return null;
  const branches = resolved['anyOf'] ?? resolved['oneOf'];
  if (Array.isArray(branches)) {
    const [branch] = branches.filter(isSchema).filter(({ type }) => type !== 'null');
    return exampleOf(branch, components, depth + 1);
  }
  if (Array.isArray(resolved['allOf'])) {
    const parts = resolved['allOf'].filter(isSchema).map((part) => exampleOf(part, components, depth + 1));
    return Object.assign({}, ...parts) as JsonObject;
  }
  const types: unknown[] = [resolved['type']].flat();
  const first = types.find((type) => type !== 'null');
  switch (first) {
    case 'string':
      return textOf(resolved);
    case 'integer':
    case 'number':
      return typeof resolved['minimum'] === 'number' ? resolved['minimum'] : 1;
    case 'boolean':
      return false;
    case 'array':
      return itemsOf(resolved, components, depth);
    default:
      return isSchema(resolved['properties']) ? objectOf(resolved, components, depth) : {};
  }
}

function textOf({ minLength, format }: JsonSchema): string {
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  if (format === 'email') return 'someone@example.com';
  if (format === 'uri') return 'https://example.com';
  return 'example'.padEnd(typeof minLength === 'number' ? minLength : 0, 'x');
}

function itemsOf({ minItems, items }: JsonSchema, components: Components, depth: number): JsonValue[] {
  const count = typeof minItems === 'number' ? minItems : 0;
  return Array.from({ length: count }, () => exampleOf(isSchema(items) ? items : {}, components, depth + 1));
}

function objectOf(schema: JsonSchema, components: Components, depth: number): JsonObject {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required'])
    ? schema['required'].filter((name) => typeof name === 'string')
    : [];
  return Object.fromEntries(
    required.map((name): [string, JsonValue] => {
      const property = properties[name];
      return [name, exampleOf(isSchema(property) ? property : {}, components, depth + 1)];
    }),
  );
}
