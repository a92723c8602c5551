import type { JsonValue } from '../internal/json.js';

/** The same text for equal values, whatever the order of their keys. */
export function identityOf(value: JsonValue): string {
  return JSON.stringify(value, (_key, part: unknown) => (isPlain(part) ? sortKeys(part) : part));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sortKeys = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
