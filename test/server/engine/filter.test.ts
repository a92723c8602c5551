import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/internal/json.js';
import { compileFilter, OPERATORS } from '../../../src/server/engine/index.js';

const subject = {
  id: 'Doc-1',
  payload: {
    title: 'The Quick Brown Fox',
    price: 12.5,
    stock: 0,
    active: true,
    nothing: null,
    tags: ['Red', 'green', null],
    created: '2024-03-01T12:00:00+01:00',
    author: { name: 'Zoë', address: { city: 'Oslo' } },
    parts: [
      { sku: 'a1', size: 3 },
      { sku: 'b2', size: 8 },
    ],
    'dotted.key': 'yes',
  },
};

const matches = (filter: JsonObject, caseSensitive?: boolean): boolean =>
  compileFilter(filter, caseSensitive === undefined ? {} : { caseSensitive }).matches(subject);

const holds = (field: string, operator: string, value?: JsonValue): boolean =>
  matches(value === undefined ? { field, operator } : { field, operator, value });

describe('filter operators', () => {
  it.each<[string, string, JsonValue | undefined, boolean]>([
    ['price', 'eq', 12.5, true],
    ['price', 'eq', '12.5', false],
    ['stock', 'eq', false, false],
    ['title', 'eq', 'the quick brown fox', true],
    ['nothing', 'eq', null, true],
    ['missing', 'eq', null, false],
    ['created', 'eq', '2024-03-01T11:00:00Z', true],
    ['tags', 'eq', 'red', true],
    ['tags', 'eq', ['red', 'GREEN', null], true],
    ['author', 'eq', { address: { city: 'oslo' }, name: 'zoë' }, true],
    ['author', 'eq', { name: 'zoë' }, false],
    ['price', 'ne', 12.5, false],
    ['price', 'ne', 13, true],
    ['missing', 'ne', 'x', true],
    ['tags', 'ne', 'green', false],
    ['price', 'gt', 12.5, false],
    ['price', 'gte', 12.5, true],
    ['price', 'lt', 13, true],
    ['price', 'lte', 12, false],
    ['price', 'gt', '1', false],
    ['missing', 'gt', 0, false],
    ['missing', 'lte', 0, false],
    ['nothing', 'lte', 0, false],
    ['title', 'gt', 'THE', true],
    ['title', 'lt', 'a', false],
    ['created', 'gt', '2024-03-01', true],
    ['created', 'lt', '2024-03-01T11:00:00.001Z', true],
    ['title', 'gt', '2024-03-01', false],
    ['parts.size', 'gt', 7, true],
    ['parts.size', 'gt', 8, false],
    ['price', 'in', [1, 12.5], true],
    ['price', 'in', [], false],
    ['tags', 'in', ['blue', 'RED'], true],
    ['missing', 'in', [null], false],
    ['price', 'nin', [1, 12.5], false],
    ['price', 'nin', [1], true],
    ['missing', 'nin', [1], true],
    ['title', 'contains', 'quick', true],
    ['title', 'contains', 'quack', false],
    ['tags', 'contains', 'ree', true],
    ['parts.size', 'contains', 3, true],
    ['parts', 'contains', { sku: 'a1', size: 3 }, true],
    ['missing', 'contains', 'x', false],
    ['title', 'starts_with', 'the q', true],
    ['title', 'starts_with', 'quick', false],
    ['title', 'ends_with', 'FOX', true],
    ['title', 'ends_with', 'the', false],
    ['price', 'starts_with', '1', false],
    ['title', 'regex', '^the .*fox$', true],
    ['title', 'regex', 'b[aeiou]own', false],
    ['title', 'regex', 'quick\\-?', true],
    ['tags', 'regex', '^r.d$', true],
    ['price', 'exists', true, true],
    ['price', 'exists', undefined, true],
    ['nothing', 'exists', true, true],
    ['missing', 'exists', true, false],
    ['missing', 'exists', false, true],
    ['nothing', 'is_null', true, true],
    ['nothing', 'is_null', undefined, true],
    ['nothing', 'is_null', false, false],
    ['missing', 'is_null', true, false],
    ['missing', 'is_null', false, true],
    ['tags', 'is_null', true, false],
    ['title', 'text', 'fox QUICK', true],
    ['title', 'text', 'fox qui', false],
    ['author.name', 'text', 'zoe', true],
    ['title', 'text', '!!', false],
    ['author.address.city', 'eq', 'Oslo', true],
    ['parts.sku', 'eq', 'B2', true],
    ['parts.1.sku', 'eq', 'a1', false],
    ['dotted.key', 'eq', 'yes', true],
    ['document_id', 'eq', 'Doc-1', true],
    ['document_id', 'eq', 'doc-1', false],
    ['document_id', 'starts_with', 'Doc', true],
  ])('%s %s %j -> %s', (field, operator, value, expected) => {
    expect(holds(field, operator, value)).toBe(expected);
  });
});

describe('filter trees', () => {
  it('holds for everything when empty, and takes null for absent', () => {
    expect(matches({})).toBe(true);
    expect(matches({ AND: null, OR: null, NOT: null, case_sensitive: null })).toBe(true);
    expect(matches({ AND: [] })).toBe(true);
    expect(matches({ OR: [] })).toBe(false);
    expect(matches({ NOT: [] })).toBe(true);
  });

  it('joins all parts of a node', () => {
    const price = { field: 'price', value: 12.5 };
    const wrong = { field: 'price', value: 1 };
    expect(matches({ AND: [price, { active: true }], OR: [wrong, price], NOT: [wrong] })).toBe(true);
    expect(matches({ AND: [price, wrong] })).toBe(false);
    expect(matches({ AND: [price], active: false })).toBe(false);
  });

  it('takes NOT as a list of which none may hold, or as one condition', () => {
    const holding = { field: 'active', operator: 'eq', value: true };
    const failing = { field: 'active', operator: 'eq', value: false };
    expect(matches({ NOT: [failing, holding] })).toBe(false);
    expect(matches({ NOT: [failing, failing] })).toBe(true);
    expect(matches({ NOT: holding })).toBe(false);
    expect(matches({ NOT: { NOT: holding } })).toBe(true);
  });

  it('reads other keys as equality', () => {
    expect(matches({ 'author.address.city': 'oslo', price: 12.5 })).toBe(true);
    expect(matches({ 'author.address.city': 'oslo', price: 13 })).toBe(false);
    expect(compileFilter({ field: 'x' }).matches({ id: 'a', payload: { field: 'x' } })).toBe(true);
  });

  it('minds case where it is told to, for the node and below', () => {
    const quick = { field: 'title', operator: 'contains', value: 'quick' };
    expect(matches({ ...quick, case_sensitive: true })).toBe(false);
    expect(matches({ case_sensitive: true, OR: [quick, { title: 'the quick brown fox' }] })).toBe(false);
    expect(matches({ case_sensitive: true, OR: [{ ...quick, case_sensitive: false }] })).toBe(true);
    expect(matches(quick, true)).toBe(false);
    expect(matches({ ...quick, case_sensitive: false }, true)).toBe(true);
    expect(matches({ field: 'title', operator: 'regex', value: 'Quick', case_sensitive: true })).toBe(true);
  });

  it('lists the known operators for an unknown one', () => {
    expect(() => holds('price', 'between', [1, 2])).toThrow(
      expect.objectContaining({
        code: 'unknown_operator',
        details: { field: 'price', operator: 'between', known: Object.keys(OPERATORS) },
      }),
    );
    expect(Object.keys(OPERATORS)).toHaveLength(15);
    expect(() => holds('price', 'toString', 1)).toThrow(expect.objectContaining({ code: 'unknown_operator' }));
  });

  it('allows 32 levels', () => {
    const nested = (levels: number): JsonObject => (levels === 1 ? { active: true } : { AND: [nested(levels - 1)] });
    expect(matches(nested(32))).toBe(true);
    expect(() => matches(nested(33))).toThrow(expect.objectContaining({ code: 'filter_too_deep' }));
  });

  it.each<JsonObject>([
    { AND: { active: true } },
    { OR: ['x'] },
    { NOT: 'x' },
    { and: [{ active: true }] },
    { $and: [{ active: true }] },
    { price: { $gt: 1 } },
    { field: 'price', operator: 'in', value: 3 },
    { field: 'price', operator: 'gt' },
    { field: 'price', operator: 'gt', value: true },
    { field: 'title', operator: 'starts_with', value: 3 },
    { field: 'title', operator: 'exists', value: 'yes' },
    { active: true, case_sensitive: 'no' },
  ])('refuses %j', (filter) => {
    expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ code: 'invalid_filter' }));
  });

  it.each(['(', 'a'.repeat(513)])('refuses the pattern %.20s', (pattern) => {
    expect(() => holds('title', 'regex', pattern)).toThrow(expect.objectContaining({ code: 'invalid_regex' }));
  });

  it.each(['(a+)+$', '(a|a)+$', '(a|aa)+$', '(.*a){12}'])(
    'answers at once for %j, which takes others for ever',
    (pattern) => {
      const matches = compileFilter({ field: 'title', operator: 'regex', value: pattern }).matches;
      expect(matches({ id: 'd', payload: { title: `${'a'.repeat(5_000)}!` } })).toBe(pattern === '(.*a){12}');
    },
  );

  it('says that look-around and back-references are not to be had', () => {
    expect(() => holds('title', 'regex', '(?=a)b')).toThrow(/cannot be used: .*RE2, which has no look-around/);
  });
});
