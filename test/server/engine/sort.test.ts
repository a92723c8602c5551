import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/internal/json.js';
import { compareBy, compareValues } from '../../../src/server/engine/index.js';

describe('sorting', () => {
  it('orders mixed values by kind, nulls and missing last in both directions', () => {
    const values: JsonValue[] = [null, 'b', 10, '2024-05-01', true, 'a', 9, '2024-04-30T23:59:59Z', false, [1]];
    const ascending = [false, true, 9, 10, '2024-04-30T23:59:59Z', '2024-05-01', 'a', 'b', [1], null];
    expect(values.toSorted((a, b) => compareValues(a, b))).toEqual(ascending);
    expect(values.toSorted((a, b) => compareValues(a, b, 'desc'))).toEqual([...ascending.slice(0, -1).reverse(), null]);
    expect(compareValues(undefined, null)).toBe(0);
    expect(compareValues(undefined, 1, 'desc')).toBeGreaterThan(0);
  });

  it('sorts by several fields, then by id', () => {
    const subjects = [
      { id: 'd', payload: { meta: { n: 1 }, t: 'x' } },
      { id: 'c', payload: { meta: { n: 2 }, t: 'x' } },
      { id: 'b', payload: { meta: { n: 2 }, t: 'x' } },
      { id: 'a', payload: { t: 'x' } },
      { id: 'e', payload: { meta: { n: 9 }, t: 'a' } },
    ];
    const order = compareBy([{ field: 't' }, { field: 'meta.n', direction: 'desc' }]);
    expect(subjects.toSorted(order).map(({ id }) => id)).toEqual(['e', 'b', 'c', 'd', 'a']);
    const byId = compareBy([{ field: 'document_id', direction: 'desc' }]);
    expect(subjects.toSorted(byId).map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('is a total order', () => {
    const value = fc.oneof(
      fc.constantFrom<JsonValue>(null, true, false, '2024-01-01', '2024-01-01T00:00:00Z', '2024-13-01', 'Z', ''),
      fc.integer({ min: -3, max: 3 }),
      fc.string({ maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
    );
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compareValues(a, b)) + Math.sign(compareValues(b, a))).toBe(0);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
