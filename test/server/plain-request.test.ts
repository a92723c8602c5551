import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';

import { readPlainRequest } from '../../src/server/plain-request.js';
import { createPlainTargetReader } from '../../src/server/target.js';
import { createTinyServer } from './tiny-server.js';

const read = (input: string, init?: RequestInit) => readPlainRequest(input, init, createPlainTargetReader());

const AS_REQUEST = 'http://mixpeek.local';

const headerName = fc.constantFrom(
  'Authorization',
  'accept',
  'Content-Type',
  'X-Namespace',
  'x-a',
  'X-A',
  'cookie',
  'host',
  'bad name',
  'x-é',
);
const headerValue = fc.oneof(
  fc.constantFrom('Bearer k', 'application/json', ' spaced ', '', 'a\nb', 'é', '日'),
  fc.string({ maxLength: 4 }),
);
const init = fc.record(
  {
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'get', 'TRACE', 'a b'),
    headers: fc.dictionary(headerName, headerValue, { maxKeys: 4 }),
    body: fc.oneof(fc.constant(null), fc.string({ unit: 'binary' }), fc.uint8Array()),
    redirect: fc.constantFrom('follow', 'manual', 'error', 'else'),
    cache: fc.constant('no-store'),
  },
  { requiredKeys: [] },
);

test('what is read without a Request is what a Request has', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('/v1/x?a=1', '/v1/../x', 'https://api.mixpeek.com/v1/x', '//other/x', 'x'),
      init,
      async (input, given) => {
        const plain = read(input, given as RequestInit);
        if (plain === undefined) return;
        // Throws for whatever `fetch` refuses.
        const request = new Request(new URL(input, AS_REQUEST), given as RequestInit);
        const { method, target, headers, body } = plain.incoming;
        expect(method).toBe(request.method);
        expect(target.origin + target.pathname + target.search).toBe(request.url);
        expect(headers).toEqual(Object.fromEntries(request.headers));
        expect(new Uint8Array((body as Uint8Array | undefined) ?? [])).toEqual(
          new Uint8Array(await request.arrayBuffer()),
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test('calls as clients of the API make them need no Request', () => {
  const headers = { authorization: 'Bearer k', 'content-type': 'application/json', 'x-namespace': 'n' };
  const { signal } = new AbortController();
  expect(
    read('https://api.mixpeek.com/v1/namespaces/list?limit=1', { headers, signal, redirect: 'manual' }),
  ).toBeDefined();
  expect(read('/v1/namespaces', { method: 'POST', headers, body: '{}' })).toBeDefined();
});

test('bytes that the caller changes afterwards are not seen', async () => {
  const server = createTinyServer();
  onTestFinished(() => server.close());
  await server.ready();
  const body = new TextEncoder().encode('{"a":1}');
  const answer = server.fetch('/things', { method: 'POST', headers: { authorization: 'Bearer k' }, body });
  body.fill(0);
  expect(await (await answer).json()).toMatchObject({ body: { a: 1 } });
});

test('a Request is read once, and refused the second time', async () => {
  const server = createTinyServer();
  onTestFinished(() => server.close());
  const request = new Request('http://a/things', {
    method: 'POST',
    headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
    body: '{}',
  });
  expect((await server.fetch(request)).status).toBe(200);
  await expect(server.fetch(request)).rejects.toThrow(TypeError);
});
