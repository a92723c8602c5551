import { describe, expect, it } from 'vitest';
import type { RawRequestParams } from '../../src/resources/raw-request.js';
import { bodyOf, observeClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

describe('request', () => {
  it('sends any method and path with the client’s key, a query and a body', async () => {
    const { mp, requests } = observeClient(json({ ok: 1 }));
    expect(
      await mp.request('POST', '/v1/new/thing', { query: { a: [1, 2] }, body: { b: 1 } }, { namespace: 'n' }),
    ).toEqual({ ok: 1 });
    expect(await mp.request('GET', '/v1/new')).toEqual({ ok: 1 });
    const [first, second] = requests;
    expect([first?.method, first?.url, bodyOf(first)]).toEqual([
      'POST',
      'https://api.test/v1/new/thing?a=1&a=2',
      { b: 1 },
    ]);
    expect(first?.headers).toMatchObject({ authorization: 'Bearer sk_test_0123456789abcdef', 'x-namespace': 'n' });
    expect([second?.headers['x-namespace'], second?.body]).toEqual([undefined, undefined]);
  });

  it.each([
    ['GET', undefined, 2],
    ['PUT', undefined, 2],
    ['POST', undefined, 1],
    ['POST', 'safe', 2],
    ['GET', 'unsafe', 1],
  ] as const)(
    'repeats a %s (retry: %s) after a lost connection as HTTP has it: %i requests',
    async (method, retry, count) => {
      const lost = Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
      });
      const { mp, requests, clock } = observeClient([lost], { maxRetries: 1 });
      const call = mp.request(method, '/v1/x', retry === undefined ? {} : { retry });
      await clock.drive(call.withResponse().catch(() => undefined));
      expect(requests).toHaveLength(count);
    },
  );

  it.each([
    '',
    'v1/x',
    '//evil.test/x',
    'https://evil.test',
    '/v1/../x',
    '/v1/%2e%2E/x',
    '/v1/%252e%252e/x',
    '/v1/.',
    '/v1/x?y=1',
    '/v1/{id}',
    '/v1/a\\b',
    '/v1/a b',
  ])('refuses the path %j', async (path) => {
    const { mp, requests } = observeClient([]);
    await expect(mp.request('GET', path)).rejects.toMatchObject({ name: 'ValidationError' });
    expect(requests).toEqual([]);
  });

  it('takes a path with a stray percent sign as it is', async () => {
    const { mp, requests } = observeClient([]);
    await mp.request('GET', '/v1/100%25');
    expect(requests[0]?.url).toBe('https://api.test/v1/100%25');
  });

  it.each<[string, unknown, unknown, string]>([
    ['TRACE', {}, {}, '"TRACE" is no method'],
    ['GET', { params: {} }, {}, 'Unknown option "params".'],
    ['GET', { query: 'a=1' }, {}, 'query is "a=1"; it must be an object of query parameters.'],
    ['GET', { retry: 'often' }, {}, 'retry is "often"'],
    ['GET', null, {}, 'got null'],
    ['GET', {}, { timeout: 5 }, 'Unknown option "timeout".'],
  ])('refuses %s with %j and %j', async (method, params, options, message) => {
    const { mp, requests } = observeClient([]);
    await expect(mp.request(method as 'GET', '/v1/x', params as RawRequestParams, options as object)).rejects.toThrow(
      message,
    );
    expect(requests).toEqual([]);
  });
});
