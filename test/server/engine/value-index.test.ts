import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/internal/json.js';
import { compileFilter } from '../../../src/server/engine/index.js';
import { ValueIndex } from '../../../src/server/engine/value-index.js';

function setup(values: readonly JsonValue[]): ValueIndex {
  const index = new ValueIndex('f');
  values.forEach((value, owner) => index.add(owner, { f: value }));
  return index;
}

const narrowed = (filter: JsonObject, index: ValueIndex): number[] | undefined => {
  const found = compileFilter(filter).candidates((field) => (field === 'f' ? index : undefined));
  return found === undefined ? undefined : [...found].sort((a, b) => a - b);
};

it('names the documents of a value, and of a range of numbers or dates', () => {
  const index = setup([1, 5, [3, 9], 'x', 'X', '2024-01-01', '2024-02-01', null]);
  expect(narrowed({ f: 'x' }, index)).toEqual([3, 4]);
  expect(narrowed({ field: 'f', operator: 'in', value: [9, null] }, index)).toEqual([2, 7]);
  expect(narrowed({ field: 'f', operator: 'gte', value: 5 }, index)).toEqual([1, 2]);
  expect(narrowed({ field: 'f', operator: 'lt', value: '2024-01-15' }, index)).toEqual([5]);
});

it('does not narrow what it cannot tell', () => {
  const index = setup([1, 'a']);
  expect(narrowed({ field: 'f', operator: 'ne', value: 1 }, index)).toBeUndefined();
  expect(narrowed({ field: 'f', operator: 'eq', value: [1] }, index)).toBeUndefined();
  expect(narrowed({ NOT: { f: 1 } }, index)).toBeUndefined();
  expect(narrowed({ OR: [{ f: 1 }, { g: 1 }] }, index)).toBeUndefined();
});

it('lets the narrowest part of AND decide, and joins the parts of OR', () => {
  const index = setup([1, 2, 3, 4, 5]);
  const few = { field: 'f', operator: 'gte', value: 5 };
  const many = { field: 'f', operator: 'gte', value: 2 };
  expect(narrowed({ AND: [many, few, { g: 1 }] }, index)).toEqual([4]);
  expect(narrowed({ AND: [few, many] }, index)).toEqual([4]);
  expect(narrowed({ OR: [few, { f: 1 }] }, index)).toEqual([0, 4]);
});

it('forgets what was removed', () => {
  const index = setup([1, 1, 2]);
  index.remove(0, { f: 1 });
  index.remove(2, { f: 2 });
  expect(index.size).toBe(1);
  expect([...index.within({ kind: 'number', from: 0, to: 9 })]).toEqual([1]);
  expect(index.equal(2)?.size).toBe(0);
});
