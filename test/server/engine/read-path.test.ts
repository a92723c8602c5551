import { expect, it } from 'vitest';
import { readPath } from '../../../src/server/engine/index.js';

const payload = {
  a: { b: { c: 1 } },
  'a.b': { c: 2 },
  'x.y': 3,
  list: [{ n: 1, tags: ['p', 'q'] }, { n: 2 }, 'plain', [{ n: 3 }]],
  zero: null,
};

it.each([
  ['a.b.c', [1, 2]],
  ['x.y', [3]],
  ['list.n', [1, 2, 3]],
  ['list.tags', [['p', 'q']]],
  ['list.0.n', [1]],
  ['list.2', ['plain']],
  ['list.0.tags.1', ['q']],
  ['zero', [null]],
  ['zero.x', []],
  ['missing', []],
  ['a.b.c.d', []],
  ['list.length', []],
  ['toString', []],
  ['', []],
])('reads %s', (path, expected) => {
  expect(readPath(payload, path)).toEqual(expected);
});
