import { expect, test } from 'vitest';

import { decodeQuery, decodeText } from '../../src/server/query.js';

const components = { Level: { type: 'string', enum: ['low', 'high'] }, Count: { type: 'integer' } };

const schemas = {
  limit: { type: ['integer', 'null'], default: 10 },
  deep: { type: 'boolean' },
  score: { anyOf: [{ type: 'number' }, { type: 'null' }] },
  tags: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] },
  ids: { type: 'array', items: { $ref: 'Count' } },
  level: { $ref: 'Level' },
  name: { type: 'string' },
};

const decode = (search: string) =>
  decodeQuery(
    search,
    {
      id: 'x',
      http: 'GET',
      path: '/x',
      retry: 'safe',
      query: [
        { name: 'ids', explode: false },
        ...['limit', 'deep', 'score', 'tags', 'level', 'name'].map((name) => ({ name })),
      ],
    },
    { schemas, components },
  );

test('values take the types of the document', () => {
  expect(decode('limit=5&deep=true&score=-1.5e2&level=low&name=7')).toEqual({
    limit: 5,
    deep: true,
    score: -150,
    level: 'low',
    name: '7',
  });
});

test('lists come as repeated keys, or as one comma-separated value where the row says so', () => {
  expect(decode('tags=a&tags=b%2Cc&ids=1,2')).toEqual({ tags: ['a', 'b,c'], ids: [1, 2] });
  expect(decode('tags=a')).toEqual({ tags: ['a'] });
});

test('what does not fit stays text for validation to name, and what is not declared is left out', () => {
  expect(decode('limit=many&deep=maybe&other=1')).toEqual({ limit: 'many', deep: 'maybe' });
});

test('objects in form fields are JSON', () => {
  expect(decodeText('{"a":1}', { type: 'object' }, components)).toEqual({ a: 1 });
  expect(decodeText('{a', { type: 'object' }, components)).toBe('{a');
});
