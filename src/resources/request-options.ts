import type { RequestOptions } from '../call.js';
import { ConfigError } from '../errors.js';
import {
  aBoolean,
  aFunction,
  callCache,
  checkOptionValues,
  compression,
  consistency,
  headers,
  hedge,
  limitMs,
  nonEmptyString,
  resultVectors,
  vectorPrecision,
  wholeNumber,
} from './option-checks.js';
import type { OptionChecks } from './option-checks.js';
import { describe, isPlainObject } from './plain-object.js';

export const requestOptionChecks: OptionChecks<RequestOptions> = {
  namespace: nonEmptyString,
  signal: {
    allowed: 'an AbortSignal',
    accepts: (value) => typeof (value as Partial<AbortSignal> | null)?.addEventListener === 'function',
  },
  timeoutMs: limitMs,
  deadlineMs: limitMs,
  maxRetries: wholeNumber,
  headers,
  consistency,
  vectorPrecision,
  resultVectors,
  compression,
  hedge,
  dedupe: aBoolean,
  cache: callCache,
  writeToken: {
    allowed: 'a write token, or null to send none',
    accepts: (value) => value === null || nonEmptyString.accepts(value),
    secret: true,
  },
  onProgress: aFunction,
};

const NO_OPTIONS: RequestOptions = Object.freeze({});

/**
 * A call's options.
 * @throws ConfigError for one that is unknown, with the nearest name, or not what it must be.
 */
export function readRequestOptions(method: string, value: unknown): RequestOptions {
  if (value === undefined) return NO_OPTIONS;
  if (!isPlainObject(value)) {
    throw new ConfigError(`${method} takes its options as an object; got ${describe(value)}.`);
  }
  checkOptionValues(value, requestOptionChecks);
  return value;
}

/** Wire fields are snake_case, so these names can only be options in the wrong place. */
const NEVER_FIELDS: ReadonlySet<string> = new Set([
  'timeoutMs',
  'deadlineMs',
  'maxRetries',
  'writeToken',
  'vectorPrecision',
  'resultVectors',
  'onProgress',
]);

export const isRequestOption = (name: string): boolean => Object.hasOwn(requestOptionChecks, name);

/** Whether a parameter is an option that was put among the parameters. */
export function isMisplacedOption(name: string, value: unknown): boolean {
  return NEVER_FIELDS.has(name) || (name === 'signal' && value instanceof AbortSignal);
}
