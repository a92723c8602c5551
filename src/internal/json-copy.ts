import type { JsonObject, JsonValue } from './json.js';

const PLAIN = { enumerable: true, writable: true, configurable: true };

/** A deep copy of a JSON value: nothing in it is shared with the original. */
export function copyJson<T extends JsonValue>(value: T): T;
export function copyJson(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => copyJson(item));
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) {
    const item = copyJson(value[key] as JsonValue);
    // Assigning would set the prototype; a payload may have a key of that name.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: item, ...PLAIN });
    else copy[key] = item;
  }
  return copy;
}
