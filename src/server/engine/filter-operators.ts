import { RE2JS } from 're2js';
import type { JsonValue } from '../../internal/json.js';
import { EngineError } from './engine-error.js';
import { parseInstant } from './instant.js';
import { createTokenizer } from './tokenizer.js';
import { valuesEqual, type StringMatching } from './value-equality.js';
import type { FieldIndex, NumberSet, Range } from './value-index.js';

/** One condition, ready to be asked of documents. */
export interface Condition {
  /** Gets the values at the field, and these with the items of arrays. Both are empty when the field is missing. */
  matches(values: readonly JsonValue[], items: readonly JsonValue[]): boolean;
  /** The documents worth asking, by an index of the field; absent when the index does not help. */
  narrow?(index: FieldIndex): NumberSet | undefined;
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
  gt: (operand) => order(operand, (difference) => difference > 0),
  lt: (operand) => order(operand, (difference) => difference < 0),
  gte: (operand) => order(operand, (difference) => difference >= 0),
  lte: (operand) => order(operand, (difference) => difference <= 0),
  in: (operand) => membership(operand),
  nin: (operand) => negate(membership(operand)),
  contains: (operand) => containment(operand),
  starts_with: (operand) => strings(operand, (text, needle) => text.startsWith(needle)),
  ends_with: (operand) => strings(operand, (text, needle) => text.endsWith(needle)),
  regex: (operand) => pattern(operand),
  exists: (operand) => presence(operand, (values) => values.length > 0),
  is_null: (operand) => presence(operand, (values) => values.includes(null)),
  text: (operand) => fullText(operand),
} as const satisfies Record<string, (operand: Operand) => Condition>;

export type FilterOperator = keyof typeof OPERATORS;

export function isOperator(name: string): name is FilterOperator {
  return Object.hasOwn(OPERATORS, name);
}

function equality(operand: Operand): Condition {
  const wanted = needValue(operand);
  return {
    matches: (_, items) => items.some((item) => valuesEqual(item, wanted, operand.matching)),
    narrow: (index) => index.equal(wanted),
  };
}

function membership(operand: Operand): Condition {
  const wanted = needValue(operand);
  if (!Array.isArray(wanted)) throw invalid(operand, 'a list');
  return {
    matches: (_, items) => items.some((item) => wanted.some((one) => valuesEqual(item, one, operand.matching))),
    narrow(index) {
      const found = new Set<number>();
      for (const one of wanted) {
        const owners = index.equal(one);
        if (owners === undefined) return undefined;
        for (const owner of owners) found.add(owner);
      }
      return found;
    },
  };
}

const negate = (condition: Condition): Condition => ({
  matches: (values, items) => !condition.matches(values, items),
});

/** A number is compared with numbers, an ISO date with ISO dates as instants, another string with strings by code units. */
function order(operand: Operand, holds: (difference: number) => boolean): Condition {
  const { value } = operand;
  if (typeof value === 'number') {
    return {
      matches: (_, items) => items.some((item) => typeof item === 'number' && holds(item - value)),
      narrow: (index) => index.within(rangeOf('number', value, holds)),
    };
  }
  if (typeof value !== 'string') throw invalid(operand, 'a number, a date or a string');
  const instant = operand.matching === 'verbatim' ? undefined : parseInstant(value);
  if (instant !== undefined) {
    const follows = (item: JsonValue): boolean => {
      const other = typeof item === 'string' ? parseInstant(item) : undefined;
      return other !== undefined && holds(other - instant);
    };
    return {
      matches: (_, items) => items.some(follows),
      narrow: (index) => index.within(rangeOf('instant', instant, holds)),
    };
  }
  return strings(operand, (text, needle) => holds(text === needle ? 0 : text < needle ? -1 : 1));
}

const rangeOf = (kind: Range['kind'], value: number, holds: (difference: number) => boolean): Range => ({
  kind,
  from: holds(-1) ? -Infinity : value,
  to: holds(1) ? Infinity : value,
});

/** A string with a string in it, or an array with the value among its items. */
function containment(operand: Operand): Condition {
  const wanted = needValue(operand);
  const equal = equality(operand);
  if (typeof wanted !== 'string') return { matches: equal.matches };
  const inside = strings(operand, (text, needle) => text.includes(needle));
  return { matches: (values, items) => inside.matches(values, items) || equal.matches(values, items) };
}

/** Tests the strings of the field against the string given, both in lower case unless case matters. */
function strings(operand: Operand, test: (text: string, needle: string) => boolean): Condition {
  const prepare = operand.matching === 'any-case' ? (text: string) => text.toLowerCase() : (text: string) => text;
  const needle = prepare(needString(operand));
  return { matches: (_, items) => items.some((item) => typeof item === 'string' && test(prepare(item), needle)) };
}

/** JavaScript syntax, found anywhere in the string. */
function pattern(operand: Operand): Condition {
  const source = needString(operand);
  if (source.length > MAX_PATTERN_LENGTH) {
    const message = `The pattern for "${operand.field}" has ${source.length} characters; at most ${MAX_PATTERN_LENGTH} are allowed.`;
    throw new EngineError('invalid_regex', message, { field: operand.field, max_length: MAX_PATTERN_LENGTH });
  }
  const expression = compilePattern(source, operand);
  return { matches: (_, items) => items.some((item) => typeof item === 'string' && expression.test(item)) };
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
  return {
    matches(_, items) {
      const words = new Set(items.flatMap((item) => (typeof item === 'string' ? tokenizer.document(item) : [])));
      return wanted.size > 0 && [...wanted].every((word) => words.has(word));
    },
  };
}

/** Looks at the field itself, not at items of arrays; with the value `false` it asks for the opposite. */
function presence(operand: Operand, test: (values: readonly JsonValue[]) => boolean): Condition {
  const wanted = operand.value ?? true;
  if (typeof wanted !== 'boolean') throw invalid(operand, 'true or false');
  return { matches: (values) => test(values) === wanted };
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
