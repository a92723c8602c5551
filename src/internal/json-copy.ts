import type { JsonValue } from './json.js';

/** A deep copy of a JSON value: nothing in it is shared with the original. */
export function copyJson<T extends JsonValue>(value: T): T;
export function copyJson(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => copyJson(item));
  // fromEntries defines properties, so a "__proto__" key of a payload stays a plain key.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyJson(item)]));
}
