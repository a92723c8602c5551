import type { JsonObject } from '../../internal/json.js';

/** The named fields that say something: null and what is not there say nothing. */
export const fieldsOf = (source: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = source[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
