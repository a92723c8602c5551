import { ConfigError } from '../errors.js';
import { nearest } from '../internal/nearest.js';
import { describe, isPlainObject } from './plain-object.js';

/** What an option may be, for callers without types. */
export interface OptionCheck {
  /** Ends the sentence `timeoutMs is -1; it must be ...`. */
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
  /** The value is never shown. */
  readonly secret?: true;
}

export type OptionChecks<Options> = Readonly<Record<keyof Options, OptionCheck>>;

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;

export const milliseconds: OptionCheck = { allowed: 'a number of milliseconds from 0 up', accepts: isCount };
export const limitMs: OptionCheck = { ...milliseconds, allowed: `${milliseconds.allowed}; 0 is no limit` };
export const wholeNumber: OptionCheck = {
  allowed: 'a whole number from 0 up',
  accepts: (value) => isCount(value) && Number.isInteger(value),
};
export const between = (from: number, to: number): OptionCheck => ({
  allowed: `a whole number from ${from} to ${to}`,
  accepts: (value) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to,
});
export const nonEmptyString: OptionCheck = {
  allowed: 'a non-empty string',
  accepts: (value) => typeof value === 'string' && value.trim() !== '',
};
export const aFunction: OptionCheck = { allowed: 'a function', accepts: (value) => typeof value === 'function' };
const oneOf = (first: string, second: string): OptionCheck => ({
  allowed: `"${first}" or "${second}"`,
  accepts: (value) => value === first || value === second,
});
export const consistency = oneOf('session', 'eventual');
export const vectorPrecision = oneOf('float32', 'float64');
export const resultVectors = oneOf('array', 'float32');
export const compression: OptionCheck = {
  allowed: '"gzip" or false',
  accepts: (value) => value === 'gzip' || value === false,
};
const isPositive = (value: unknown): boolean => isCount(value) && value !== 0;
export const aBoolean: OptionCheck = { allowed: 'a boolean', accepts: (value) => typeof value === 'boolean' };
const isPositiveOrAbsent = (value: unknown): boolean => value === undefined || isPositive(value);
const fieldsOrFalse = (allowed: string, tests: Readonly<Record<string, OptionCheck['accepts']>>): OptionCheck => ({
  allowed: `${allowed}, or false`,
  accepts: (value) => value === false || hasOnly(value, tests),
});
export const hedge = fieldsOrFalse('{ afterMs } with milliseconds from 0 up or "p95"', {
  afterMs: (value) => value === 'p95' || isCount(value),
});
export const callCache = fieldsOrFalse('{ ttlMs } with a number above 0', { ttlMs: isPositive });
export const cache = fieldsOrFalse('{ ttlMs, maxEntries?, maxBytes? } with numbers above 0', {
  ttlMs: isPositive,
  maxEntries: isPositiveOrAbsent,
  maxBytes: isPositiveOrAbsent,
});
export const headers: OptionCheck = {
  allowed: 'a plain object of header names and values',
  accepts: isPlainObject,
  secret: true,
};
export const anObject: OptionCheck = {
  allowed: 'an object',
  accepts: (value) => typeof value === 'object' && value !== null,
};

/** Whether it is an object whose fields are all what they must be, with no others. */
function hasOnly(value: unknown, tests: Readonly<Record<string, OptionCheck['accepts']>>): boolean {
  if (!isPlainObject(value) || Object.keys(value).some((name) => !Object.hasOwn(tests, name))) return false;
  return Object.entries(tests).every(([name, accepts]) => accepts(value[name]));
}

/** Refuses options that do not exist or cannot be. `undefined` is the same as absent. */
export function checkOptionValues<Options extends object>(
  options: Readonly<Record<string, unknown>>,
  checks: OptionChecks<Options>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) throw unknownOption(name, Object.keys(checks));
    const check = checks[name as keyof Options];
    if (value === undefined || check.accepts(value)) continue;
    throw new ConfigError(`${name} is ${show(value, check)}; it must be ${check.allowed}.`, { option: name });
  }
}

function unknownOption(name: string, known: readonly string[]): ConfigError {
  const guess = nearest(name, known);
  return new ConfigError(`Unknown option "${name}".`, {
    option: name,
    hint: guess === undefined ? `Known options: ${known.join(', ')}.` : `Did you mean "${guess}"?`,
  });
}

function show(value: unknown, { secret }: OptionCheck): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && !secret ? JSON.stringify(value.slice(0, 80)) : describe(value);
}
