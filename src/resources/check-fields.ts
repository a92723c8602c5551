import { ValidationError } from '../errors.js';
import type { FieldError } from '../errors.js';
import type { Operation } from '../operation.js';
import { describe, isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';

const KINDS: Readonly<Record<string, { readonly name: string; readonly is: (value: unknown) => boolean }>> = {
  s: { name: 'a string', is: (value) => typeof value === 'string' },
  i: { name: 'a whole number', is: (value) => Number.isInteger(value) },
  n: { name: 'a finite number', is: (value) => Number.isFinite(value) },
  b: { name: 'true or false', is: (value) => typeof value === 'boolean' },
  a: { name: 'an array', is: (value) => Array.isArray(value) },
  o: { name: 'an object', is: isPlainObject },
};

/**
 * Checks the kinds of a body's own fields, for callers whose compiler did not. Fields that the row does not list go
 * through: a newer service may know them.
 * @throws ValidationError naming every field at fault
 */
export function checkFields(row: Operation, body: unknown): void {
  const listed = row.body?.fields;
  if (listed === undefined || !isPlainObject(body)) return;
  const errors = listed.split(' ').flatMap((word) => checkField(word, body));
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new ValidationError(`${row.id}: ${first.path} ${first.message}${more}.`, { fieldErrors: errors });
}

const WORD = /^(.+?)(\*?):(\w)(\??)$/;

function checkField(word: string, body: Fields): FieldError[] {
  const [, path = '', isRequired, letter = 'x', isNullable] = WORD.exec(word) ?? [];
  const value = body[path];
  if (value === undefined) return isRequired ? [{ path, message: 'is required', location: 'body' }] : [];
  const kind = KINDS[letter];
  if (kind === undefined || kind.is(value) || (value === null && isNullable)) return [];
  return [{ path, message: `must be ${kind.name}, got ${describe(value)}`, location: 'body' }];
}
