import type { ErrorObject } from 'ajv/dist/2020.js';

import type { Violation } from '../problem.js';
import { describePattern } from './pattern-words.js';

type Location = readonly (string | number)[];

/** One failed keyword as a violation; `undefined` for keywords that only repeat what others said. */
export function describeError(error: ErrorObject, location: Location): Violation | undefined {
  const { keyword, data } = error;
  const params: Readonly<Record<string, unknown>> = error.params;
  const limit = String(params['limit']);
  const say = (type: string, message: string): Violation => ({ type, location, message });

  switch (keyword) {
    case 'if':
    case 'allOf':
      return undefined;
    case 'required':
      return {
        type: 'missing',
        location: [...location, String(params['missingProperty'])],
        message: 'This field is required.',
      };
    case 'type':
      return say(
        `${nonNull(params['type']).join('_or_')}_type`,
        `must be ${listTypes(params['type'])}, not ${describeValue(data)}`,
      );
    case 'enum':
      return say('enum', `must be one of ${listValues(params['allowedValues'])}, not ${describeValue(data)}`);
    case 'const':
      return say('literal_error', `must be ${JSON.stringify(params['allowedValue'])}, not ${describeValue(data)}`);
    case 'minimum':
      return say('greater_than_equal', `must be at least ${limit}, not ${describeValue(data)}`);
    case 'maximum':
      return say('less_than_equal', `must be at most ${limit}, not ${describeValue(data)}`);
    case 'exclusiveMinimum':
      return say('greater_than', `must be more than ${limit}, not ${describeValue(data)}`);
    case 'exclusiveMaximum':
      return say('less_than', `must be less than ${limit}, not ${describeValue(data)}`);
    case 'multipleOf':
      return say('multiple_of', `must be a multiple of ${String(params['multipleOf'])}, not ${describeValue(data)}`);
    case 'minLength':
      return say('string_too_short', `must have at least ${limit} characters; it has ${String(data).length}`);
    case 'maxLength':
      return say('string_too_long', `must have at most ${limit} characters; it has ${String(data).length}`);
    case 'minItems':
      return say('too_short', `must have at least ${limit} items; it has ${countOf(data)}`);
    case 'maxItems':
      return say('too_long', `must have at most ${limit} items; it has ${countOf(data)}`);
    case 'minProperties':
      return say('too_short', `must have at least ${limit} fields; it has ${countOf(data)}`);
    case 'maxProperties':
      return say('too_long', `must have at most ${limit} fields; it has ${countOf(data)}`);
    case 'pattern': {
      const pattern = String(params['pattern']);
      const rule = describePattern(pattern, data) ?? `must match the pattern ${pattern}`;
      return say('string_pattern_mismatch', `${rule}; it is ${describeValue(data)}`);
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      const known = knownFields(error.parentSchema);
      const message = `is not a field here${known === '' ? '' : `; the fields are ${known}`}`;
      return { type: 'extra_forbidden', location: [...location, name], message };
    }
    default:
      return say(keyword, error.message ?? 'is not valid');
  }
}

/** `3`, `"abc"`, `a list`, `an object`: short enough for a message. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

export function listTypes(type: unknown): string {
  return typeNames(type)
    .map((name) => TYPE_WORDS[name] ?? name)
    .join(' or ');
}

function typeNames(type: unknown): string[] {
  return Array.isArray(type) ? type.map(String) : String(type).split(',');
}

const nonNull = (type: unknown): string[] => typeNames(type).filter((name) => name !== 'null');

function listValues(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : String(values);
}

function countOf(data: unknown): number {
  if (Array.isArray(data)) return data.length;
  return typeof data === 'object' && data !== null ? Object.keys(data).length : 0;
}

function knownFields(schema: unknown): string {
  const properties =
    typeof schema === 'object' && schema !== null && 'properties' in schema ? schema.properties : undefined;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties).join(', ') : '';
}
