import { expect, it } from 'vitest';
import { copyJson } from '../../src/internal/json-copy.js';

it('copies deeply and shares nothing', () => {
  const original = { list: [1, { a: null }], text: 'x', flag: false };
  const copy = copyJson(original);
  expect(copy).toEqual(original);
  expect(copy.list).not.toBe(original.list);
  expect(copy.list[1]).not.toBe(original.list[1]);
});

it('keeps a __proto__ key as a plain key', () => {
  const copy = copyJson(JSON.parse('{"__proto__":{"polluted":true}}'));
  expect(Object.keys(copy)).toEqual(['__proto__']);
  expect(copy.polluted).toBeUndefined();
});
