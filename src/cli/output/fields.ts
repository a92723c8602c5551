import { getField } from '../field-path.js';
import { isRecord } from './cell.js';

/** Keeps the named fields of an object, or of every object of a list. A dotted name stays one key. */
export function selectFields(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => selectFields(item, fields));
  if (!isRecord(value)) return value;
  return Object.fromEntries(fields.map((field) => [field, getField(value, field) ?? null]));
}

export function parseFields(text: string | undefined): string[] | undefined {
  const fields = text
    ?.split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  return fields?.length === 0 ? undefined : fields;
}
