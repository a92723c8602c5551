import type { JsonObject, JsonValue } from '../../internal/json.js';
import { compareValues, placeOf } from '../engine/sort.js';
import type { HavingCondition, HavingOperator } from './aggregation.js';
import { identityOf } from '../json-identity.js';

export function fulfils(metrics: JsonObject, conditions: readonly HavingCondition[]): boolean {
  return conditions.every(({ alias, operator, value }) => HOLDS[operator](metrics[alias] ?? null, value));
}

const equal = (a: JsonValue, b: JsonValue): boolean => identityOf(a) === identityOf(b);

/** Values of different kinds are neither smaller nor larger. */
const ordered =
  (holds: (order: number) => boolean) =>
  (a: JsonValue, b: JsonValue): boolean =>
    a !== null && placeOf(a).rank === placeOf(b).rank && holds(compareValues(a, b));

const HOLDS: Readonly<Record<HavingOperator, (metric: JsonValue, value: JsonValue) => boolean>> = {
  eq: equal,
  ne: (a, b) => !equal(a, b),
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
};
