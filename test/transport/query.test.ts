import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../src/errors.js';
import { serializeQuery } from '../../src/transport/query.js';

describe('serializeQuery', () => {
  it('repeats keys for arrays, leaves out undefined and null, writes dates as ISO', () => {
    const query = { a: [1, 'b c', null, true], n: 0, no: undefined, nil: null, off: false, at: new Date(0), none: [] };
    expect(serializeQuery(query, undefined)).toBe('a=1&a=b%20c&a=true&n=0&off=false&at=1970-01-01T00%3A00%3A00.000Z');
  });

  it('writes one comma-separated value where the row says so', () => {
    expect(serializeQuery({ ids: ['a', 'b,c'] }, [{ name: 'ids', explode: false }])).toBe('ids=a,b%2Cc');
  });

  it.each([
    [{ a: { b: 1 } }],
    [{ a: [[1]] }],
    [{ a: Number.NaN }],
    [{ a: new Date('x') }],
    [{ a: () => 1 }],
    [{ a: 'a\ud800' }],
  ])('refuses what a query cannot carry: %o', (query) => {
    expect(() => serializeQuery(query, undefined)).toThrow(ValidationError);
  });

  it('is read back by URLSearchParams', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 1 }))), (query) => {
        const read = new URLSearchParams(serializeQuery(query, undefined));
        for (const [key, value] of Object.entries(query)) expect(read.getAll(key)).toEqual([value].flat());
      }),
    );
  });
});
