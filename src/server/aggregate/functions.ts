import type { JsonValue } from '../../internal/json.js';
import { compareValues } from '../engine/sort.js';
import type { AggregationFunction } from './aggregation.js';
import { identityOf } from '../json-identity.js';

type Values = readonly (JsonValue | undefined)[];

/**
 * Computes over the values of a field in the rows of a group, in their order; `undefined`: the row has none. Nulls and
 * missing values count as nothing, except that `first` and `last` are those of the first and last row.
 */
export const COMPUTE: Readonly<Record<AggregationFunction, (values: Values) => JsonValue>> = {
  count: (values) => present(values).length,
  count_distinct: (values) => distinct(values).length,
  sum: (values) => sum(numbers(values)),
  avg: (values) => {
    const all = numbers(values);
    return all.length === 0 ? null : sum(all) / all.length;
  },
  min: (values) => extreme(values, -1),
  max: (values) => extreme(values, 1),
  first: (values) => values[0] ?? null,
  last: (values) => values.at(-1) ?? null,
  push: (values) => present(values),
  add_to_set: (values) => distinct(values),
};

const present = (values: Values): JsonValue[] =>
  values.filter((value): value is JsonValue => value !== undefined && value !== null);

const numbers = (values: Values): number[] => values.filter((value) => typeof value === 'number');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function distinct(values: Values): JsonValue[] {
  const seen = new Map<string, JsonValue>();
  for (const value of present(values)) {
    const identity = identityOf(value);
    if (!seen.has(identity)) seen.set(identity, value);
  }
  return Array.from(seen.values());
}

/** The smallest (-1) or largest (1) in the order that lists are sorted in. */
function extreme(values: Values, side: -1 | 1): JsonValue {
  return present(values).reduce<JsonValue>(
    (best, value) => (best === null || compareValues(value, best) * side > 0 ? value : best),
    null,
  );
}
