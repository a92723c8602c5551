import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createColors } from '../../../src/cli/color.js';
import { displayWidth, truncate } from '../../../src/cli/output/display-width.js';
import { formatTable } from '../../../src/cli/output/table.js';

const colors = await createColors(false);
const table = (value: unknown, width = 40, fields?: string[]): string[] =>
  formatTable(value, { width, colors, fields }).split('\n').slice(0, -1);

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['靴', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['❤️', 2],
    ['', 0],
  ])('takes %j as %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('cuts between characters and marks the cut', () => {
    expect(truncate('Regenjacke', 6)).toBe('Regen…');
    expect(truncate('靴靴靴', 5)).toBe('靴靴…');
    expect(truncate('靴靴靴', 6)).toBe('靴靴靴');
  });
});

describe('formatTable', () => {
  it('puts ids first, plain values next, and leaves bookkeeping out', () => {
    const rows = [{ tags: ['a'], title: 'Shoe', document_id: 'd1', _internal: {}, gone: null }];
    expect(table(rows)).toEqual(['document_id  title  tags', 'd1           Shoe   ["a"]']);
  });

  it('aligns numbers to the right', () => {
    expect(table([{ n: 5 }, { n: 1000 }])).toEqual(['   n', '   5', '1000']);
  });

  it('shows an object as one field per line', () => {
    expect(table({ a: 1, long_name: { b: 'x' } })).toEqual(['a          1', 'long_name  {"b":"x"}']);
  });

  it('shows chosen fields, dotted ones too', () => {
    expect(table([{ a: { b: 1 } }], 40, ['a.b'])).toEqual(['a.b', '  1']);
  });

  it('shows fewer columns where more would be cut to a few letters', () => {
    const row = {
      namespace_id: 'ns_1234567890',
      namespace_name: 'shop',
      description: 'A shop that sells shoes and hats',
      mode: 'managed',
    };
    expect(table([row], 40)).toEqual(['namespace_id   namespace_name', 'ns_1234567890  shop']);
    expect(table([row], 60)).toEqual([
      'namespace_id   namespace_name  description',
      'ns_1234567890  shop            A shop that sells shoes and …',
    ]);
    expect(table([row], 40, ['namespace_id', 'description', 'mode'])).toEqual([
      'namespace_id   description       mode',
      'ns_1234567890  A shop that sel…  managed',
    ]);
  });

  it('writes nothing for an empty list', () => {
    expect(table([])).toEqual([]);
  });

  it('keeps control characters from the terminal', () => {
    expect(table([{ a: 'x\u001B[31my\nz' }])).toEqual(['a', 'x [31my z']);
  });

  it('never writes a line that is wider than the terminal', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer(), fc.constant(null));
    const row = fc.dictionary(fc.stringMatching(/^[a-z]{1,20}$/), cell, { minKeys: 1, maxKeys: 9 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.integer({ min: 10, max: 120 }), (rows, width) => {
        for (const line of table(rows, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
