import type { JsonObject } from '../../internal/json.js';

/** Reads parameters with the defaults of the API; a null counts as left out. */
export interface ParameterReader {
  number(name: string, fallback: number): number;
  numberOrNull(name: string): number | null;
  text(name: string, fallback: string): string;
  flag(name: string, fallback: boolean): boolean;
}

export function readParameters(parameters: JsonObject): ParameterReader {
  const numberOrNull = (name: string): number | null => {
    const value = parameters[name];
    return typeof value === 'number' ? value : null;
  };
  return {
    numberOrNull,
    number: (name, fallback) => numberOrNull(name) ?? fallback,
    text(name, fallback) {
      const value = parameters[name];
      return typeof value === 'string' ? value : fallback;
    },
    flag(name, fallback) {
      const value = parameters[name];
      return typeof value === 'boolean' ? value : fallback;
    },
  };
}
