import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';

/** A row for each item of the list at the path; one that has no list there stays, one without items goes. */
export function unwindRows(rows: readonly JsonObject[], path: string): JsonObject[] {
  const keys = path.split('.');
  return rows.flatMap((row) => {
    const list = keys.reduce<JsonValue | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), row);
    if (list === undefined || list === null) return [];
    return Array.isArray(list) ? list.map((item) => withValue(row, keys, item)) : [row];
  });
}

function withValue(object: JsonObject, [key = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  const inner = object[key];
  return { ...object, [key]: rest.length === 0 ? value : withValue(isJsonObject(inner) ? inner : {}, rest, value) };
}
