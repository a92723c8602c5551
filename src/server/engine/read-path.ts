import type { JsonObject, JsonValue } from '../../internal/json.js';

/**
 * What stands at a dotted path of a payload; nothing when the field is missing, several values when the path
 * crosses an array. A number picks an item of an array, and a key may contain dots itself.
 */
export function readPath(payload: JsonObject, path: string): JsonValue[] {
  const found: JsonValue[] = [];
  collect(payload, path, found);
  return found;
}

function collect(value: JsonValue, path: string, found: JsonValue[]): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) collectItems(value, path, found);
  else collectKeys(value, path, found);
}

function collectKeys(value: JsonObject, path: string, found: JsonValue[]): void {
  if (Object.hasOwn(value, path)) found.push(value[path] as JsonValue);
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (Object.hasOwn(value, key)) collect(value[key] as JsonValue, path.slice(dot + 1), found);
  }
}

function collectItems(items: readonly JsonValue[], path: string, found: JsonValue[]): void {
  const index = /^(\d{1,9})(?:\.(.+))?$/s.exec(path);
  if (index === null) {
    for (const item of items) collect(item, path, found);
    return;
  }
  const item = items[Number(index[1])];
  if (item === undefined) return;
  if (index[2] === undefined) found.push(item);
  else collect(item, index[2], found);
}

/** The values themselves and, of those that are arrays, the items: what a condition may match. */
export function withItems(values: readonly JsonValue[]): JsonValue[] {
  return values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

/** The strings among the values at a path, items of arrays included. */
export function readStrings(payload: JsonObject, path: string): string[] {
  return withItems(readPath(payload, path)).filter((value) => typeof value === 'string');
}
