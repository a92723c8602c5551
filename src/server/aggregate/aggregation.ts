import type { JsonValue } from '../../internal/json.js';

/** What to group rows by, and what to compute over each group. */
export interface Aggregation {
  /** Empty: all rows are one group. */
  readonly groupBy: readonly GroupKey[];
  readonly operations: readonly Operation[];
  /** All must hold. */
  readonly having: readonly HavingCondition[];
  /** Dotted path of a list: a row counts once for each of its items. */
  readonly unwind: string | undefined;
  /** Names of groups' values or aliases. Without: the order in which groups appear. */
  readonly sort: { readonly by: string; readonly direction: 'asc' | 'desc' } | undefined;
  readonly limit: number | undefined;
}

export interface GroupKey {
  readonly field: string;
  /** What the value is called in the answer. */
  readonly name: string;
  readonly dateTrunc?: DateTruncUnit;
  readonly datePart?: DatePartUnit;
  readonly ranges?: Ranges;
}

export interface Ranges {
  /** Rising; a range contains its lower limit and not its upper one. */
  readonly boundaries: readonly number[];
  /** Group of what is outside all ranges; undefined leaves it out. */
  readonly otherwise: string | undefined;
}

export interface Operation {
  readonly function: AggregationFunction;
  /** `count` without a field counts rows. */
  readonly field: string | undefined;
  readonly alias: string;
}

export interface HavingCondition {
  readonly alias: string;
  readonly operator: HavingOperator;
  readonly value: JsonValue;
}

export type AggregationFunction =
  'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max' | 'first' | 'last' | 'push' | 'add_to_set';

export const HAVING_OPERATORS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const;
export type HavingOperator = (typeof HAVING_OPERATORS)[number];

export type DateTruncUnit = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second';
export type DatePartUnit = DateTruncUnit | 'dayOfWeek' | 'dayOfYear';
