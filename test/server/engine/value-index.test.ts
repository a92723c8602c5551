import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/internal/json.js';
import { Bitset } from '../../../src/server/engine/bitset.js';
import { compileFilter } from '../../../src/server/engine/index.js';
import { ValueIndex } from '../../../src/server/engine/value-index.js';

function setup(values: readonly JsonValue[]): { index: ValueIndex; all: Bitset } {
  const index = new ValueIndex('f');
  values.forEach((value, owner) => index.add(owner, { f: value }));
  return { index, all: Bitset.of(values.keys()) };
}

/** The documents that the index says match; those of which it is not sure end in a question mark. */
function narrowed(filter: JsonObject, { index, all }: ReturnType<typeof setup>): (number | string)[] | undefined {
  const found = compileFilter(filter).narrow({ all, of: (field) => (field === 'f' ? index : undefined) });
  if (found === undefined) return undefined;
  return Array.from(found.maybe.toArray(), (owner) => (found.sure.has(owner) ? owner : `${owner}?`));
}

it('knows the documents of a value, and of a range of numbers or dates', () => {
  const given = setup([1, 5, [3, 9], 'x', 'X', '2024-01-01', '2024-02-01', null, true]);
  expect(narrowed({ f: 'x' }, given)).toEqual([3, 4]);
  expect(narrowed({ f: 'x', case_sensitive: true }, given)).toEqual([3]);
  expect(narrowed({ f: '2024-01-01T01:00:00+01:00' }, given)).toEqual([5]);
  expect(narrowed({ f: true }, given)).toEqual([8]);
  expect(narrowed({ field: 'f', operator: 'in', value: [9, null] }, given)).toEqual([2, 7]);
  expect(narrowed({ field: 'f', operator: 'gte', value: 5 }, given)).toEqual([1, 2]);
  expect(narrowed({ field: 'f', operator: 'gt', value: 5 }, given)).toEqual([2]);
  expect(narrowed({ field: 'f', operator: 'lt', value: '2024-01-15' }, given)).toEqual([5]);
});

it('knows absence, and what a negation leaves', () => {
  const given = setup([1, null, [null], []]);
  given.all.add(4);
  expect(narrowed({ field: 'f', operator: 'exists' }, given)).toEqual([0, 1, 2, 3]);
  expect(narrowed({ field: 'f', operator: 'exists', value: false }, given)).toEqual([4]);
  expect(narrowed({ field: 'f', operator: 'is_null' }, given)).toEqual([1]);
  expect(narrowed({ f: null }, given)).toEqual([1, 2]);
  expect(narrowed({ field: 'f', operator: 'ne', value: 1 }, given)).toEqual([1, 2, 3, 4]);
  expect(narrowed({ NOT: { f: null } }, given)).toEqual([0, 3, 4]);
});

it('knows the strings that pass a test, and leaves the spelling of dates open', () => {
  const given = setup(['apple', 'Apricot', 7, 'pear']);
  expect(narrowed({ field: 'f', operator: 'starts_with', value: 'AP' }, given)).toEqual([0, 1]);
  expect(narrowed({ field: 'f', operator: 'regex', value: 'r$' }, given)).toEqual([3]);
  given.index.add(4, { f: '2024-01-01' });
  given.all.add(4);
  expect(narrowed({ field: 'f', operator: 'contains', value: 'ea' }, given)).toEqual([3, '4?']);
  expect(narrowed({ NOT: { field: 'f', operator: 'contains', value: 'ea' } }, given)).toEqual([0, 1, 2, '4?']);
});

it('says nothing of what it does not hold', () => {
  const given = setup([1, 'a', [1]]);
  expect(narrowed({ field: 'f', operator: 'eq', value: [1] }, given)).toBeUndefined();
  expect(narrowed({ g: 1 }, given)).toBeUndefined();
  expect(narrowed({ NOT: { g: 1 } }, given)).toBeUndefined();
  expect(narrowed({ OR: [{ f: 1 }, { g: 1 }] }, given)).toEqual([0, '1?', 2]);
});

it('joins the parts of AND and OR', () => {
  const given = setup([1, 2, 3, 4, 5]);
  const few = { field: 'f', operator: 'gte', value: 5 };
  const many = { field: 'f', operator: 'gte', value: 2 };
  expect(narrowed({ AND: [few, many] }, given)).toEqual([4]);
  expect(narrowed({ AND: [many, few, { g: 1 }] }, given)).toEqual(['4?']);
  expect(narrowed({ OR: [few, { f: 1 }] }, given)).toEqual([0, 4]);
  expect(narrowed({ AND: [] }, given)).toEqual([0, 1, 2, 3, 4]);
  expect(narrowed({ OR: [] }, given)).toEqual([]);
});

it('forgets what was removed', () => {
  const given = setup([1, 1, 2, 'a', 'A', null, true]);
  for (const [owner, value] of [
    [0, 1],
    [2, 2],
    [3, 'a'],
    [5, null],
    [6, true],
  ] as const) {
    given.index.remove(owner, { f: value });
  }
  expect(given.index.size).toBe(2);
  expect(narrowed({ field: 'f', operator: 'lte', value: 9 }, given)).toEqual([1]);
  expect(narrowed({ f: 2 }, given)).toEqual([]);
  expect(narrowed({ f: 'a' }, given)).toEqual([4]);
  expect(narrowed({ field: 'f', operator: 'in', value: [null, true] }, given)).toEqual([]);
});
