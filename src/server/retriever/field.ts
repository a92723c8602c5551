import type { JsonObject, JsonValue } from '../../internal/json.js';

/** The value at a dotted path; a key that holds the dots itself wins. `undefined`: there is none. */
export function readField(fields: JsonObject, path: string): JsonValue | undefined {
  if (Object.hasOwn(fields, path)) return fields[path];
  return readPath(fields, path.split('.'));
}

/** The value behind a list of keys; numbers index into arrays. */
export function readPath(value: JsonValue | undefined, keys: readonly string[]): JsonValue | undefined {
  let current = value;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = Array.isArray(current) ? current[Number(key)] : current[key];
  }
  return current;
}

/** A copy of the fields with one more at a dotted path. Objects on the way are copied, anything else is replaced. */
export function withField(fields: JsonObject, path: string, value: JsonValue): JsonObject {
  const [key, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return { ...fields, [key]: value };
  const inner = fields[key];
  const base = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...fields, [key]: withField(base, rest.join('.'), value) };
}
