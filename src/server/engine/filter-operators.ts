import { RE2JS } from 're2js';
import type { JsonValue } from '../../internal/json.js';
import { EngineError } from './engine-error.js';
import { parseInstant } from './instant.js';
import { narrowAny, narrowNot, type Narrowed } from './narrowed.js';
import type { Range } from './sorted-pairs.js';
import { createTokenizer } from './tokenizer.js';
import { equalTo, type StringMatching } from './value-equality.js';
import type { FieldIndex } from './value-index.js';
import type { Bitset } from './bitset.js';

/** One condition, ready to be asked of documents. */
export interface Condition {
  /** Gets the values at the field, and these with the items of arrays. Both are empty when the field is missing. */
  matches(values: readonly JsonValue[], items: readonly JsonValue[]): boolean;
  /** The same of a field with a single value that is no array. */
  matchesOne(value: JsonValue): boolean;
  /** What an index of the field knows; `undefined` when nothing. `all` are the documents there are. */
  narrow(index: FieldIndex, all: Bitset): Narrowed | undefined;
}

/** What an operator compares with. */
export interface Operand {
  readonly field: string;
  readonly operator: string;
  /** `undefined` when the condition has no value. */
  readonly value: JsonValue | undefined;
  readonly matching: StringMatching;
}

/** Longer patterns are refused: they are hardly ever meant, and may take very long. */
const MAX_PATTERN_LENGTH = 512;

/** Every operator of the filter language. Field and value never change type: `"5"` is not `5`. */
export const OPERATORS = {
  eq: (operand) => equality(operand),
  ne: (operand) => negate(equality(operand)),
  gt: (operand) => order(operand, ABOVE),
  lt: (operand) => order(operand, BELOW),
  gte: (operand) => order(operand, FROM),
  lte: (operand) => order(operand, UP_TO),
  in: (operand) => membership(operand),
  nin: (operand) => negate(membership(operand)),
  contains: (operand) => containment(operand),
  starts_with: (operand) => strings(operand, (text, needle) => text.startsWith(needle)),
  ends_with: (operand) => strings(operand, (text, needle) => text.endsWith(needle)),
  regex: (operand) => pattern(operand),
  exists: (operand) => presence(operand, { test: (values) => values.length > 0, known: (index) => index.present() }),
  is_null: (operand) => presence(operand, { test: (values) => values.includes(null), known: (index) => index.nulls() }),
  text: (operand) => fullText(operand),
} as const satisfies Record<string, (operand: Operand) => Condition>;

export type FilterOperator = keyof typeof OPERATORS;

export function isOperator(name: string): name is FilterOperator {
  return Object.hasOwn(OPERATORS, name);
}

/** Holds when some item passes the test. */
function some(test: (item: JsonValue) => boolean, narrow: Condition['narrow'] = knowsNothing): Condition {
  return { matches: (_, items) => items.some(test), matchesOne: test, narrow };
}

const knowsNothing = (): undefined => undefined;

function equality(operand: Operand): Condition {
  const wanted = needValue(operand);
  return some(equalTo(wanted, operand.matching), (index) => index.equal([wanted], operand.matching));
}

function membership(operand: Operand): Condition {
  const wanted = needValue(operand);
  if (!Array.isArray(wanted)) throw invalid(operand, 'a list');
  const tests = wanted.map((one) => equalTo(one, operand.matching));
  return some(
    (item) => tests.some((test) => test(item)),
    (index) => index.equal(wanted, operand.matching),
  );
}

const negate = (condition: Condition): Condition => ({
  matches: (values, items) => !condition.matches(values, items),
  matchesOne: (value) => !condition.matchesOne(value),
  narrow: (index, all) => narrowNot(condition.narrow(index, all), all),
});

interface Order {
  readonly holds: <T extends number | string>(a: T, b: T) => boolean;
  /** The numbers that stand in this order to `value`. */
  readonly range: (value: number) => Range;
}

const ABOVE: Order = { holds: (a, b) => a > b, range: (from) => ({ from, to: Infinity, leaveOut: 'from' }) };
const BELOW: Order = { holds: (a, b) => a < b, range: (to) => ({ from: -Infinity, to, leaveOut: 'to' }) };
const FROM: Order = { holds: (a, b) => a >= b, range: (from) => ({ from, to: Infinity }) };
const UP_TO: Order = { holds: (a, b) => a <= b, range: (to) => ({ from: -Infinity, to }) };

/** A number is compared with numbers, an ISO date with ISO dates as instants, another string with strings by code units. */
function order(operand: Operand, { holds, range }: Order): Condition {
  const { value } = operand;
  if (typeof value === 'number') {
    return some(
      (item) => typeof item === 'number' && holds(item, value),
      (index) => index.within('number', range(value)),
    );
  }
  if (typeof value !== 'string') throw invalid(operand, 'a number, a date or a string');
  const instant = operand.matching === 'verbatim' ? undefined : parseInstant(value);
  if (instant === undefined) return strings(operand, holds);
  const follows = (item: JsonValue): boolean => {
    const other = typeof item === 'string' ? parseInstant(item) : undefined;
    return other !== undefined && holds(other, instant);
  };
  return some(follows, (index) => index.within('instant', range(instant)));
}

/** A string with a string in it, or an array with the value among its items. */
function containment(operand: Operand): Condition {
  const wanted = needValue(operand);
  const equal = equality(operand);
  if (typeof wanted !== 'string') return equal;
  const inside = strings(operand, (text, needle) => text.includes(needle));
  return some(
    (item) => inside.matchesOne(item) || equal.matchesOne(item),
    (index, all) => narrowAny([inside.narrow(index, all), equal.narrow(index, all)], all),
  );
}

/** Tests the strings of the field against the string given, both in lower case unless case matters. */
function strings(operand: Operand, test: (text: string, needle: string) => boolean): Condition {
  const needle = needString(operand);
  if (operand.matching !== 'any-case') return stringTest((text) => test(text, needle));
  const lower = needle.toLowerCase();
  return stringTest((text) => test(text.toLowerCase(), lower));
}

function stringTest(test: (text: string) => boolean): Condition {
  return some(
    (item) => typeof item === 'string' && test(item),
    (index) => index.strings(test),
  );
}

/** JavaScript syntax, found anywhere in the string. */
function pattern(operand: Operand): Condition {
  const source = needString(operand);
  if (source.length > MAX_PATTERN_LENGTH) {
    const message = `The pattern for "${operand.field}" has ${source.length} characters; at most ${MAX_PATTERN_LENGTH} are allowed.`;
    throw new EngineError('invalid_regex', message, { field: operand.field, max_length: MAX_PATTERN_LENGTH });
  }
  const expression = compilePattern(source, operand);
  return stringTest((text) => expression.test(text));
}

/** RE2's engine takes time in proportion to the text, whatever the pattern: one request cannot stop the server. */
function compilePattern(source: string, { field, matching }: Operand): RE2JS {
  try {
    return RE2JS.compile(source, matching === 'any-case' ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    const message = `The pattern for "${field}" cannot be used: ${reason}. It takes the syntax of RE2, which has no look-around and no back-references.`;
    throw new EngineError('invalid_regex', message, { field, pattern: source });
  }
}

/** All words of the query are words of the field, in any order and case, diacritics folded. */
function fullText(operand: Operand): Condition {
  const tokenizer = createTokenizer({ min_token_len: 1, max_token_len: 255 });
  const wanted = new Set(tokenizer.query(needString(operand)));
  const matches = (items: readonly JsonValue[]): boolean => {
    const words = new Set(items.flatMap((item) => (typeof item === 'string' ? tokenizer.document(item) : [])));
    return wanted.size > 0 && [...wanted].every((word) => words.has(word));
  };
  return {
    matches: (_, items) => matches(items),
    matchesOne: (value) => matches([value]),
    narrow: knowsNothing,
  };
}

/** Looks at the field itself, not at items of arrays; with the value `false` it asks for the opposite. */
function presence(
  operand: Operand,
  asks: { test: (values: readonly JsonValue[]) => boolean; known: (index: FieldIndex) => Narrowed | undefined },
): Condition {
  const wanted = operand.value ?? true;
  if (typeof wanted !== 'boolean') throw invalid(operand, 'true or false');
  const present: Condition = {
    matches: (values) => asks.test(values),
    matchesOne: (value) => asks.test([value]),
    narrow: asks.known,
  };
  return wanted ? present : negate(present);
}

function needValue(operand: Operand): JsonValue {
  if (operand.value === undefined) throw invalid(operand, 'a value');
  return operand.value;
}

function needString(operand: Operand): string {
  if (typeof operand.value !== 'string') throw invalid(operand, 'a string');
  return operand.value;
}

function invalid({ field, operator, value }: Operand, needed: string): EngineError {
  const got = value === undefined ? 'it has none' : `got ${JSON.stringify(value).slice(0, 80)}`;
  const message = `The condition on "${field}": "${operator}" needs ${needed} in "value"; ${got}.`;
  return new EngineError('invalid_filter', message, { field, operator });
}
