import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { isJsonObject } from '../../json-object.js';

/** Keeps the given fields with the objects around them. A key that contains dots itself wins. */
export function selectFields(payload: JsonObject, fields: readonly string[]): JsonObject {
  const kept: JsonObject = {};
  for (const field of fields) {
    if (Object.hasOwn(payload, field)) kept[field] = payload[field] ?? null;
    else copyPath(payload, kept, field.split('.'));
  }
  return kept;
}

function copyPath(from: JsonObject, to: JsonObject, [key, ...rest]: readonly string[]): void {
  if (key === undefined || !Object.hasOwn(from, key)) return;
  const value: JsonValue = from[key] ?? null;
  if (rest.length === 0) {
    to[key] = value;
    return;
  }
  if (!isJsonObject(value)) return;
  const present = to[key];
  const inner: JsonObject = isJsonObject(present) ? present : {};
  copyPath(value, inner, rest);
  if (Object.keys(inner).length > 0) to[key] = inner;
}
