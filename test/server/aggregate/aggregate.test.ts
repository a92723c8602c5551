import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../src/internal/json.js';
import { aggregateRows, readAggregation } from '../../../src/server/aggregate/index.js';
import { partOfDate, truncateDate } from '../../../src/server/aggregate/dates.js';
import { Problem } from '../../../src/server/problem.js';

const SHOES: readonly JsonObject[] = [
  { brand: 'acme', price: 10, tags: ['red', 'new'], sold: '2026-01-05T10:00:00Z' },
  { brand: 'acme', price: 30, tags: ['red'], sold: '2026-01-11T23:59:59Z' },
  { brand: 'zeta', price: 20, tags: [], sold: '2026-02-01T00:00:00Z', note: null },
  { price: 40, sold: 'soon' },
];

const count = { function: 'count', alias: 'n' };
const byBrand = [{ field: 'brand' }];
const run = (body: JsonObject, rows = SHOES) =>
  aggregateRows(rows, readAggregation({ group_by: byBrand, aggregations: [count], ...body }));
const table = (body: JsonObject, rows = SHOES) =>
  run(body, rows).results.map(({ group, metrics }) => [...Object.values(group), ...Object.values(metrics)]);

const problemsOf = (body: JsonObject): unknown => {
  try {
    run(body);
  } catch (error) {
    if (error instanceof Problem) return error.details?.['validation_errors'];
    throw error;
  }
  return undefined;
};

describe('functions over a group', () => {
  it.each([
    ['count', undefined, [2, 1, 1]],
    ['count', 'tags', [2, 1, 0]],
    ['count_distinct', 'tags', [2, 1, 0]],
    ['sum', 'price', [40, 20, 40]],
    ['avg', 'price', [20, 20, 40]],
    ['avg', 'brand', [null, null, null]],
    ['sum', 'missing', [0, 0, 0]],
    ['min', 'price', [10, 20, 40]],
    ['max', 'sold', ['2026-01-11T23:59:59Z', '2026-02-01T00:00:00Z', 'soon']],
    ['first', 'price', [10, 20, 40]],
    ['last', 'price', [30, 20, 40]],
    ['last', 'note', [null, null, null]],
    ['push', 'price', [[10, 30], [20], [40]]],
    ['add_to_set', 'brand', [['acme'], ['zeta'], []]],
  ])('%s of %s', (name, field, expected) => {
    const operation: JsonObject = { function: name, alias: 'x', ...(field === undefined ? {} : { field }) };
    expect(run({ aggregations: [operation] }).results.map(({ metrics }) => metrics['x'])).toEqual(expected);
  });

  it('count_distinct goes by distinct_field before field, and takes equal objects for one', () => {
    const rows = [{ v: { a: 1, b: 2 } }, { v: { b: 2, a: 1 } }, { v: 1 }];
    const distinct = { function: 'count_distinct', field: 'other', distinct_field: 'v', alias: 'n' };
    expect(table({ group_by: [{ field: 'none' }], aggregations: [distinct] }, rows)).toEqual([[null, 2]]);
  });
});

describe('groups', () => {
  it('appear in the order of their first row, and a missing value is null', () => {
    expect(table({})).toEqual([
      ['acme', 2],
      ['zeta', 1],
      [null, 1],
    ]);
  });

  it('are cut from dates by date_trunc, with weeks from Monday', () => {
    const weeks = table({ group_by: [{ field: 'sold', alias: 'week', date_trunc: 'week' }] });
    expect(weeks).toEqual([
      ['2026-01-05T00:00:00.000Z', 2],
      ['2026-01-26T00:00:00.000Z', 1],
      [null, 1],
    ]);
  });

  it('take a part of what date_trunc left', () => {
    const day = (more: JsonObject) => table({ group_by: [{ field: 'sold', date_part: 'day', ...more }] });
    expect(day({}).map(([value]) => value)).toEqual([5, 11, 1, null]);
    expect(day({ date_trunc: 'month' }).map(([value]) => value)).toEqual([1, null]);
  });

  it('are ranges where a field of group_by has boundaries', () => {
    const ranges = (bucket: JsonObject) =>
      table({
        group_by: [{ field: 'price', alias: 'range' }],
        range_buckets: [{ field: 'price', boundaries: [10, 20, 40], ...bucket }],
      });
    expect(ranges({})).toEqual([
      ['10-20', 1],
      ['20-40', 2],
    ]);
    expect(ranges({ default_bucket: 'more' }).at(-1)).toEqual(['more', 1]);
  });

  it('are made finer by the ranges of another field', () => {
    const { results } = run({ range_buckets: [{ field: 'price', boundaries: [0, 25, 50] }] });
    expect(results.map(({ group }) => group)).toContainEqual({ brand: 'acme', price: '25-50' });
  });

  it('count a row once for each item of the list that is unwound', () => {
    const outcome = run({ unwind: 'tags', group_by: [{ field: 'tags' }] });
    expect(outcome.results.map(({ group, metrics }) => [group['tags'], metrics['n']])).toEqual([
      ['red', 2],
      ['new', 1],
    ]);
    expect(outcome.rows).toBe(3);
  });

  it('unwind a list inside an object, and leave single values alone', () => {
    const rows = [{ a: { b: [1, 2], c: 3 } }, { a: { b: 1 } }];
    expect(table({ unwind: 'a.b', group_by: [{ field: 'a.b' }] }, rows)).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
});

describe('having, sort_by and limit', () => {
  const sum = { function: 'sum', field: 'price', alias: 'total' };

  it('leave out groups first, then sort, then cut', () => {
    const outcome = run({
      aggregations: [count, sum],
      having: [{ field: 'total', operator: 'gte', value: 40 }],
      sort_by: 'n',
      limit: 1,
    });
    expect(outcome).toMatchObject({ results: [{ group: { brand: 'acme' } }], totalGroups: 2 });
  });

  it('sort by a group too, nulls last in both directions', () => {
    const brands = (direction: string) =>
      table({ sort_by: 'brand', sort_direction: direction }).map(([value]) => value);
    expect(brands('asc')).toEqual(['acme', 'zeta', null]);
    expect(brands('desc')).toEqual(['zeta', 'acme', null]);
  });

  it('compare values of one kind only', () => {
    const having = (operator: string, value: string | number) =>
      run({ aggregations: [sum], having: [{ field: 'total', operator, value }] }).totalGroups;
    expect([having('gt', '1'), having('lt', '1'), having('ne', '40'), having('eq', 40)]).toEqual([0, 0, 3, 2]);
  });

  it.each([
    [{ aggregations: [{ function: 'sum', alias: 'x' }] }, ['body', 'aggregations', 0, 'field']],
    [{ aggregations: [count, count] }, ['body', 'aggregations', 1, 'alias']],
    [{ having: [{ field: 'm', operator: 'eq', value: 1 }] }, ['body', 'having', 0, 'field']],
    [{ having: [{ field: 'n', operator: 'like', value: 1 }] }, ['body', 'having', 0, 'operator']],
    [{ sort_by: 'm' }, ['body', 'sort_by']],
    [{ sort_by: 'n', sort_direction: 'up' }, ['body', 'sort_direction']],
    [{ range_buckets: [{ field: 'price', boundaries: [2, 1] }] }, ['body', 'range_buckets', 0, 'boundaries']],
  ])('name what they do not understand: %j', (body, location) => {
    expect(problemsOf(body)).toMatchObject([{ location }]);
  });
});

describe('parts of dates', () => {
  const at = Date.UTC(2027, 0, 1, 13, 14, 15, 16);

  it('count as the field does', () => {
    expect(partOfDate(at, 'week')).toBe(53);
    expect(partOfDate(at, 'dayOfWeek')).toBe(6);
    expect(partOfDate(at, 'dayOfYear')).toBe(1);
    expect(partOfDate(Date.UTC(2028, 11, 31), 'dayOfYear')).toBe(366);
    expect(partOfDate(Date.UTC(2024, 11, 30), 'week')).toBe(1);
    expect([partOfDate(at, 'hour'), partOfDate(at, 'minute'), partOfDate(at, 'second')]).toEqual([13, 14, 15]);
  });

  it('a date cut twice is a date cut once, and never later than the date', () => {
    const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
    const instants = fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(instants, fc.constantFrom(...units), (ms, unit) => {
        const cut = truncateDate(ms, unit);
        expect(cut).toBeLessThanOrEqual(ms);
        expect(truncateDate(cut, unit)).toBe(cut);
      }),
    );
  });
});

it('every row is in exactly one group, and sums add up', () => {
  const rows = fc.array(fc.record({ key: fc.constantFrom('a', 'b', null, 3), n: fc.integer({ min: -99, max: 99 }) }));
  fc.assert(
    fc.property(rows, (all) => {
      const sum = { function: 'sum', field: 'n', alias: 'sum' };
      const { results } = run({ group_by: [{ field: 'key' }], aggregations: [count, sum] }, all);
      const total = (name: string) => results.reduce((acc, { metrics }) => acc + Number(metrics[name]), 0);
      expect(total('n')).toBe(all.length);
      expect(total('sum')).toBe(all.reduce((acc, { n }) => acc + n, 0));
      expect(new Set(results.map(({ group }) => JSON.stringify(group))).size).toBe(results.length);
    }),
  );
});
