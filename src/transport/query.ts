import { ValidationError } from '../errors.js';
import type { ParameterSpec } from '../operation.js';
import { HALF_CHARACTER } from './url.js';

/**
 * Query parameters as a search string without `?`. Arrays repeat the key, unless the row says one comma-separated value.
 * `undefined` and `null` are left out. Dates are sent as ISO 8601.
 */
export function serializeQuery(
  query: Readonly<Record<string, unknown>>,
  specs: readonly ParameterSpec[] | undefined,
): string {
  const pairs: string[] = [];
  for (const name in query) {
    const value = query[name];
    if (value === undefined || value === null) continue;
    const key = encodeURIComponent(name);
    if (!Array.isArray(value)) {
      pairs.push(`${key}=${encodeURIComponent(toText(name, value))}`);
      continue;
    }
    const items = value.filter((item) => item !== undefined && item !== null).map((item) => toText(name, item));
    if (items.length === 0) continue;
    if (specs?.find((spec) => spec.name === name)?.explode === false) {
      pairs.push(`${key}=${items.map(encodeURIComponent).join(',')}`);
    } else {
      for (const item of items) pairs.push(`${key}=${encodeURIComponent(item)}`);
    }
  }
  return pairs.join('&');
}

function toText(name: string, value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (!HALF_CHARACTER.test(value)) return value;
      throw refusal(
        name,
        `Query parameter ${name} must not be ${JSON.stringify(value)}: half a surrogate pair is no text.`,
      );
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      throw refusal(name, `Query parameter ${name} must be a finite number, got ${String(value)}.`);
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
      throw refusal(
        name,
        `Query parameter ${name} must be a string, number, boolean or Date, or an array of them, got ${describe(value)}.`,
      );
  }
}

function describe(value: unknown): string {
  if (value instanceof Date) return 'an invalid Date';
  if (Array.isArray(value)) return 'a nested array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function refusal(path: string, message: string): ValidationError {
  return new ValidationError(message, { fieldErrors: [{ path, message, location: 'query' }] });
}
