import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/internal/json.js';
import { NamespaceIndex, PAYLOAD_INDEX_TYPES } from '../../../src/server/engine/index.js';
import { naiveMatch } from './naive-filter.js';

// Few different values, so that documents and filters meet often.
const text = fc.constantFrom('a', 'A', 'ab', 'Abc', 'b', 'B', '', 'Ünï', '5');
const date = fc.constantFrom(
  '2024-01-01',
  '2024-01-01T00:00:00Z',
  '2024-01-01T02:00:00+02:00',
  '2024-06-30T10:00:00.500Z',
);
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 5);
const scalar = fc.oneof(text, date, number, fc.boolean(), fc.constant(null));
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  fc.dictionary(fc.constantFrom('x', 'y'), scalar, { noNullPrototype: true }),
  fc.array(fc.dictionary(fc.constantFrom('x', 'y'), scalar, { noNullPrototype: true }), { maxLength: 2 }),
);
const payload = fc.dictionary(fc.constantFrom('f', 'g', 'h'), value, {
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;
const field = fc.constantFrom('f', 'g', 'h', 'f.x', 'g.y', 'missing', 'document_id');

const needle = (operator: string): fc.Arbitrary<JsonValue> => {
  if (['in', 'nin'].includes(operator)) return fc.array(value, { maxLength: 3 });
  if (['gt', 'lt', 'gte', 'lte'].includes(operator)) return fc.oneof(number, text, date);
  if (['exists', 'is_null'].includes(operator)) return fc.boolean();
  if (operator === 'regex') return fc.constantFrom('a', '^b', 'c$', '^.$', '[0-9]');
  if (['starts_with', 'ends_with'].includes(operator)) return text;
  return value;
};
const condition = fc
  .constantFrom(
    'eq',
    'ne',
    'gt',
    'lt',
    'gte',
    'lte',
    'in',
    'nin',
    'contains',
    'starts_with',
    'ends_with',
    'regex',
    'exists',
    'is_null',
  )
  .chain((operator) => fc.record({ field, operator: fc.constant(operator), value: needle(operator) }));
const shorthand = fc.dictionary(field, value, { minKeys: 1, maxKeys: 2, noNullPrototype: true });

const { filter } = fc.letrec<{ filter: JsonObject }>((tie) => {
  const list = fc.array(tie('filter'), { maxLength: 3 });
  const group = fc.record(
    { AND: list, OR: list, NOT: fc.oneof(list, tie('filter')), case_sensitive: fc.boolean() },
    { requiredKeys: [] },
  );
  return { filter: fc.oneof({ maxDepth: 3 }, condition, shorthand, group) };
});

function load(payloads: readonly JsonObject[], indexed: boolean): NamespaceIndex {
  const index = new NamespaceIndex();
  const fields = ['f', 'g', 'h', 'f.x', 'g.y'];
  if (indexed) {
    fields.forEach((name, i) => index.addPayloadIndex({ field_name: name, type: PAYLOAD_INDEX_TYPES[i]! }));
  }
  // Overwritten and removed documents must leave no trace in the indexes.
  index.put(payloads.map((_, i) => ({ id: `d${i}`, vectors: {}, payload: payloads[(i + 1) % payloads.length]! })));
  index.put(payloads.map((own, i) => ({ id: `d${i}`, vectors: {}, payload: own })));
  index.put([{ id: 'gone', vectors: {}, payload: payloads[0]! }]);
  index.remove(['gone']);
  return index;
}

describe('filters', () => {
  it('agree with a naive evaluator, with and without payload indexes', () => {
    fc.assert(
      fc.property(fc.array(payload, { minLength: 1, maxLength: 8 }), filter, (payloads, tree) => {
        const expected = payloads.flatMap((own, i) => (naiveMatch(tree, `d${i}`, own) ? [`d${i}`] : []));
        expect(load(payloads, false).select(tree)).toEqual(expected);
        expect(load(payloads, true).select(tree)).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('meet often enough for the comparison to mean something', () => {
    let matched = 0;
    fc.assert(
      fc.property(payload, condition, (own, tree) => {
        if (naiveMatch(tree, 'd0', own)) matched++;
      }),
      { numRuns: 1000, seed: 42 },
    );
    expect(matched).toBeGreaterThan(100);
    expect(matched).toBeLessThan(900);
  });
});
