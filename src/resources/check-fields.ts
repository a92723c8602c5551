import { ValidationError } from '../errors.js';
import type { FieldError } from '../errors.js';
import type { Operation } from '../operation.js';
import { describe, isPlainObject } from './plain-object.js';

interface Kind {
  readonly name: string;
  readonly is: (value: unknown) => boolean;
}

const KINDS: Readonly<Record<string, Kind>> = {
  s: { name: 'a string', is: (value) => typeof value === 'string' },
  i: { name: 'a whole number', is: (value) => Number.isInteger(value) },
  n: { name: 'a finite number', is: (value) => Number.isFinite(value) },
  b: { name: 'true or false', is: (value) => typeof value === 'boolean' },
  a: { name: 'an array', is: (value) => Array.isArray(value) },
  o: { name: 'an object', is: isPlainObject },
};

interface Field {
  readonly path: string;
  readonly required: boolean;
  readonly kind: Kind | undefined;
  readonly nullable: boolean;
}

/**
 * Checks the kinds of a body's own fields, for callers whose compiler did not. Fields that the row does not list go
 * through: a newer service may know them.
 * @throws ValidationError naming every field at fault
 */
export type CheckFields = (body: unknown) => void;

export function compileFieldCheck(row: Operation): CheckFields {
  const fields = row.body?.fields?.split(' ').map(readWord) ?? [];
  if (fields.length === 0) return () => undefined;
  return (body) => {
    if (!isPlainObject(body)) return;
    let errors: FieldError[] | undefined;
    for (const field of fields) {
      const message = faultOf(field, body[field.path]);
      if (message !== undefined) (errors ??= []).push({ path: field.path, message, location: 'body' });
    }
    if (errors !== undefined) throw refusal(row, errors);
  };
}

const WORD = /^(.+?)(\*?):(\w)(\??)$/;

function readWord(word: string): Field {
  const [, path = '', isRequired, letter = 'x', isNullable] = WORD.exec(word) ?? [];
  return { path, required: isRequired === '*', kind: KINDS[letter], nullable: isNullable === '?' };
}

function faultOf({ required, kind, nullable }: Field, value: unknown): string | undefined {
  if (value === undefined) return required ? 'is required' : undefined;
  if (kind === undefined || kind.is(value) || (value === null && nullable)) return undefined;
  return `must be ${kind.name}, got ${describe(value)}`;
}

function refusal(row: Operation, errors: readonly FieldError[]): ValidationError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new ValidationError(`${row.id}: ${first?.path ?? ''} ${first?.message ?? ''}${more}.`, {
    fieldErrors: errors,
  });
}
