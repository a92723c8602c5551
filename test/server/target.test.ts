import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createPlainTargetReader, toTarget } from '../../src/server/target.js';

const parts = [
  '/',
  '//',
  '.',
  '..',
  '%2e',
  '%2E',
  'a',
  'B9',
  '%',
  '%41',
  '?',
  '&',
  '=',
  '#',
  "'",
  '"',
  ' ',
  '\t',
  '\\',
  '^',
  '|',
  '[',
  '`',
  'é',
  ':',
  '@',
];
const path = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 3 })))
  .map((all) => `/${all.join('')}`);
const address = fc.constantFrom(
  'http://127.0.0.1:4010',
  'https://api.mixpeek.com',
  'http://LOCALHOST:80',
  'http://1',
  'http://a_b.c-d:443',
);

test('what is read without a URL parser is what the parser reads', () => {
  const read = createPlainTargetReader();
  fc.assert(
    fc.property(address, path, (host, rest) => {
      const target = read(host, rest);
      if (target !== undefined) expect(target).toEqual(toTarget(new URL(host + rest)));
    }),
    { numRuns: 3000 },
  );
});

test('the addresses and paths of the API need no URL parser', () => {
  const read = createPlainTargetReader();
  expect(read('http://127.0.0.1:4010', '/v1/namespaces/my-vectors/documents/doc_1.x?limit=5&cursor=a%3D')).toEqual({
    origin: 'http://127.0.0.1:4010',
    pathname: '/v1/namespaces/my-vectors/documents/doc_1.x',
    search: '?limit=5&cursor=a%3D',
  });
  expect(read('https://api.mixpeek.com', '/v1/health?')?.search).toBe('');
});

test.each([
  'http://a b',
  'http://user@host',
  'http://host:99999',
  'http://xn--a',
  'ftp://a',
  'http://',
  'http://[::1]',
])('the address %s is left to the URL parser', (host) => {
  expect(createPlainTargetReader()(host, '/v1')).toBeUndefined();
});
