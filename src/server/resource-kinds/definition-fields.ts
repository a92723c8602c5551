import type { JsonObject, JsonValue } from '../../internal/json.js';

/** The named fields that say something: null, and lists and objects with nothing in them, say nothing. */
export const fieldsOf = (source: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = source[name];
      return value === undefined || isNothing(value) ? [] : [[name, value]];
    }),
  );

const isNothing = (value: JsonValue): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);
