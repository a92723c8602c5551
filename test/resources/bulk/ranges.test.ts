import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRanges } from '../../../src/resources/bulk/ranges.js';

describe('ranges', () => {
  it('hold what was added, in any order, as few ranges', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 80 }), (positions) => {
        const ranges = createRanges();
        const plain = new Set<number>();
        for (const position of positions) {
          ranges.add(position);
          plain.add(position);
        }
        let prefix = 0;
        while (plain.has(prefix)) prefix++;
        expect(ranges.prefix).toBe(prefix);
        for (let position = 0; position <= 61; position++) expect(ranges.has(position)).toBe(plain.has(position));
        const { done } = ranges.toToken();
        for (const [index, [from, to]] of done.entries()) {
          expect(to).toBeGreaterThan(from);
          if (index > 0) expect(from).toBeGreaterThan(done[index - 1]?.[1] ?? NaN);
        }
      }),
    );
  });

  it('begin with a token that went through JSON, and do not change it', () => {
    const token = JSON.parse('{"version":1,"done":[[0,3],[5,6]]}') as { version: 1; done: [number, number][] };
    const ranges = createRanges(token);
    ranges.add(3);
    expect(ranges.toToken()).toEqual({
      version: 1,
      done: [
        [0, 4],
        [5, 6],
      ],
    });
    expect(token.done).toEqual([
      [0, 3],
      [5, 6],
    ]);
  });

  it.each([
    [{}, 'resumeFrom must be { version: 1, done: [[from, to], ...] }.'],
    [{ version: 2, done: [] }, 'must be { version: 1'],
    [{ version: 1, done: [[3, 3]] }, 'resumeFrom holds [3,3] where a range after -1 is due.'],
    [{ version: 1, done: [[0, 3], [2, 5]] }, 'holds [2,5] where a range after 3 is due'], // prettier-ignore
    [{ version: 1, done: ['0-3'] }, 'holds "0-3"'],
  ])('refuse %j', (token, message) => {
    expect(() => createRanges(token as never)).toThrow(message);
  });
});
