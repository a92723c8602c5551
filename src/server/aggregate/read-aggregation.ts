import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { unprocessable, type Violation } from '../problem.js';
import {
  HAVING_OPERATORS,
  type Aggregation,
  type AggregationFunction,
  type DatePartUnit,
  type DateTruncUnit,
  type GroupKey,
  type HavingCondition,
  type HavingOperator,
  type Operation,
  type Ranges,
} from './aggregation.js';

/**
 * The aggregation that a validated request body asks for.
 *
 * @throws Problem 422 for what the schema cannot say: missing fields, names that are taken twice or unknown.
 */
export function readAggregation(body: JsonObject): Aggregation {
  const violations: Violation[] = [];
  const refuse = (location: Violation['location'], message: string): void =>
    void violations.push({ type: 'value_error', location: ['body', ...location], message });

  const groupBy = readGroupKeys(body, refuse);
  const operations = objectsOf(body['aggregations']).map((entry, i) => readOperation(entry, i, refuse));
  refuseRepeats(
    groupBy.map(({ name }) => name),
    'group_by',
    refuse,
  );
  refuseRepeats(
    operations.map(({ alias }) => alias),
    'aggregations',
    refuse,
  );
  const aliases = operations.map(({ alias }) => alias);
  const having = objectsOf(body['having']).map((entry, i) => readHaving(entry, { aliases, index: i, refuse }));
  const sort = readSortBy(body, { names: [...aliases, ...groupBy.map(({ name }) => name)], refuse });
  if (violations.length > 0) throw unprocessable(violations);
  const { unwind, limit } = body;
  return {
    groupBy,
    operations,
    having,
    unwind: typeof unwind === 'string' && unwind !== '' ? unwind : undefined,
    sort,
    limit: typeof limit === 'number' ? limit : undefined,
  };
}

type Refuse = (location: Violation['location'], message: string) => void;

/** A range of a field that is grouped by takes the place of its value; one of another field is a further key. */
function readGroupKeys(body: JsonObject, refuse: Refuse): GroupKey[] {
  const ranges = new Map<string, Ranges>();
  for (const [index, entry] of objectsOf(body['range_buckets']).entries()) {
    ranges.set(textOf(entry, 'field'), readRanges(entry, index, refuse));
  }
  const keys = objectsOf(body['group_by']).map((entry): GroupKey => {
    const { alias, date_trunc: trunc, date_part: part } = entry;
    const field = textOf(entry, 'field');
    const range = ranges.get(field);
    ranges.delete(field);
    return {
      field,
      name: typeof alias === 'string' && alias !== '' ? alias : field,
      ...(typeof trunc === 'string' ? { dateTrunc: trunc as DateTruncUnit } : {}),
      ...(typeof part === 'string' ? { datePart: part as DatePartUnit } : {}),
      ...(range === undefined ? {} : { ranges: range }),
    };
  });
  return [...keys, ...Array.from(ranges, ([field, range]) => ({ field, name: field, ranges: range }))];
}

function readRanges({ boundaries, default_bucket: other }: JsonObject, index: number, refuse: Refuse): Ranges {
  const limits = Array.isArray(boundaries) ? boundaries.filter((limit) => typeof limit === 'number') : [];
  if (limits.some((limit, i) => i > 0 && limit <= (limits[i - 1] ?? 0))) {
    refuse(['range_buckets', index, 'boundaries'], `must rise, and ${JSON.stringify(limits)} does not`);
  }
  return { boundaries: limits, otherwise: typeof other === 'string' ? other : undefined };
}

function readOperation(entry: JsonObject, index: number, refuse: Refuse): Operation {
  // The schema admits these functions alone.
  const name = textOf(entry, 'function') as AggregationFunction;
  const text = (value: JsonValue | undefined): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  const distinct = name === 'count_distinct' ? text(entry['distinct_field']) : undefined;
  const field = distinct ?? text(entry['field']);
  if (field === undefined && name !== 'count') {
    const need = name === 'count_distinct' ? 'field or distinct_field' : 'field';
    refuse(['aggregations', index, 'field'], `is required: ${name} is computed over a field. Add ${need}.`);
  }
  return { function: name, field, alias: textOf(entry, 'alias') };
}

interface HavingSource {
  readonly aliases: readonly string[];
  readonly index: number;
  readonly refuse: Refuse;
}

function readHaving(entry: JsonObject, { aliases, index, refuse }: HavingSource): HavingCondition {
  const [alias, operator] = [textOf(entry, 'field'), textOf(entry, 'operator')];
  if (!aliases.includes(alias)) {
    refuse(['having', index, 'field'], `"${alias}" is no alias of an aggregation. There are ${list(aliases)}.`);
  }
  if (!HAVING_OPERATORS.some((known) => known === operator)) {
    refuse(['having', index, 'operator'], `"${operator}" is unknown. There are ${list(HAVING_OPERATORS)}.`);
  }
  return { alias, operator: operator as HavingOperator, value: entry['value'] ?? null };
}

function readSortBy(body: JsonObject, { names, refuse }: { names: readonly string[]; refuse: Refuse }) {
  const { sort_by: by, sort_direction: direction = 'desc' } = body;
  if (direction !== 'asc' && direction !== 'desc') {
    refuse(['sort_direction'], `takes "asc" or "desc", and is ${JSON.stringify(direction)}`);
  }
  if (typeof by !== 'string' || by === '') return undefined;
  if (!names.includes(by)) refuse(['sort_by'], `"${by}" is neither an alias nor a group. There are ${list(names)}.`);
  return { by, direction: direction === 'asc' ? ('asc' as const) : ('desc' as const) };
}

function refuseRepeats(names: readonly string[], where: string, refuse: Refuse): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index)
      refuse([where, index, 'alias'], `"${name}" is taken already. Give another alias.`);
  }
}

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The `filters` of an aggregation, when there are some. */
export const filtersOf = ({ filters }: JsonObject): JsonObject | undefined =>
  isJsonObject(filters) ? filters : undefined;
