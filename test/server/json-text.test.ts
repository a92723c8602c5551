import { expect, test } from 'vitest';
import fc from 'fast-check';

import { findJsonError, parseJsonBody } from '../../src/server/json-text.js';

test.each([
  ['{"a":NaN}', 5],
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ['{a:1}', 1],
  ['[1,2', 4],
  ['[1 2]', 3],
  ['{"a":"x\ny"}', 5],
  ['{"a":01}', 6],
  ['[}', 1],
  ['{} x', 3],
  ['', 0],
])('%j stops being JSON at %i', (text, position) => {
  expect(findJsonError(text)).toBe(position);
});

test('the refusal names line and column', () => {
  expect(() => parseJsonBody('{\n  "a": 1,\n  b: 2\n}')).toThrow('unexpected "b: 2\\n}" at position 14 (line 3, column 3)');
});

test('every JSON text is parsed as the platform does', () => {
  fc.assert(fc.property(fc.json(), (text) => expect(parseJsonBody(text)).toEqual(JSON.parse(text))));
});

test('a text that the platform refuses has an error within it', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', 'x', ',', '"', '}', ']')).map(([text, at, insert]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + insert + text.slice(cut + 1);
  });
  fc.assert(
    fc.property(broken, (text) => {
      fc.pre(!isJson(text));
      const position = findJsonError(text);
      expect(position).toBeLessThanOrEqual(text.length);
      // What comes before the position could still have become JSON; whitespace and tokens before it were accepted.
      expect(position).toBeGreaterThanOrEqual(0);
    }),
  );
});
