import type { JsonObject } from '../../internal/json.js';
import { unprocessable } from '../problem.js';

/** A text that the configuration needs. Throws the 422 that names the field. */
export function requireText(config: JsonObject, { section, field }: { section: string; field: string }): string {
  const value = config[field];
  if (typeof value === 'string' && value !== '') return value;
  const message = value === undefined ? 'is required' : 'must be a text';
  throw unprocessable([{ type: 'missing', location: ['body', section, field], message }]);
}

export interface NumberField {
  readonly section: string;
  readonly field: string;
  readonly minimum: number;
  /** Without one the field is required. */
  readonly fallback?: number;
}

/** A number that the configuration has or may have. Throws the 422 that names the field. */
export function readNumber(config: JsonObject, { section, field, minimum, fallback }: NumberField): number {
  const value = config[field] ?? fallback;
  if (typeof value === 'number' && value >= minimum) return value;
  const message = value === undefined ? 'is required' : `must be a number of at least ${minimum}`;
  throw unprocessable([{ type: 'number', location: ['body', section, field], message }]);
}

/** One of a few texts. Throws the 422 that names the field and what is allowed. */
export function readChoice<Choice extends string>(
  config: JsonObject,
  {
    section,
    field,
    choices,
    fallback,
  }: { section: string; field: string; choices: readonly Choice[]; fallback?: Choice },
): Choice {
  const value = config[field] ?? fallback;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const message = `must be one of ${choices.join(', ')}`;
  throw unprocessable([{ type: 'enum', location: ['body', section, field], message }]);
}
