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
  expect(() => parseJsonBody('{\n  "a": 1,\n  b: 2\n}')).toThrow(
    'unexpected "b: 2\\n}" at position 14 (line 3, column 3)',
  );
});

test('the refusal of a body that was cut off says that it ends', () => {
  expect(() => parseJsonBody('{"documents":[')).toThrow(
    'The body is not JSON: it ends at position 14 (line 1, column 15), before it is complete.',
  );
});

test('a JSON text is read to its end, and every cut of it as far as it goes', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, at) => {
      expect(parseJsonBody(text)).toEqual(JSON.parse(text));
      expect(findJsonError(text)).toBe(text.length);
      const cut = text.slice(0, at % text.length);
      // A string or word that is cut off is refused at its beginning; nothing before that is.
      expect(cut.slice(findJsonError(cut))).toMatch(/^(?:"[^]*|[.a-z+-]*)$/);
    }),
  );
});
