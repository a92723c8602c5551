import { describe, expect, it } from 'vitest';
import { ApiError, ConnectionError } from '../../src/errors.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { KEY, NO_INPUT, row, setupTransport } from '../helpers/transport.js';

async function fail(
  reply: Response | Error,
  operation = row(),
  options = {},
): Promise<Error & Record<string, unknown>> {
  const { transport } = setupTransport({ fetch: observeFetch(reply), maxRetries: 0, ...options });
  return transport.send(operation, { path: { namespace_id: 'shop' }, query: {} }).then(
    () => expect.fail('should have been refused'),
    (error: unknown) => error as Error & Record<string, unknown>,
  );
}

describe('refusals', () => {
  it('become an ApiError with all that the service said', async () => {
    const details = { validation_errors: [{ type: 't', location: ['body', 'a', 0], message: 'is wrong' }] };
    const body = {
      success: false,
      status: 422,
      error: { message: 'Invalid.', type: 'ValidationError', code: 'bad', details },
    };
    const error = await fail(json(body, { status: 422, headers: { 'x-request-id': 'req_9' } }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      message: 'things.get: 422 Invalid.',
      status: 422,
      type: 'ValidationError',
      code: 'bad',
      requestId: 'req_9',
      operation: 'things.get',
      retryable: false,
      attempts: 1,
      fieldErrors: [{ path: 'a[0]', message: 'is wrong', location: 'body', type: 't' }],
    });
  });

  it.each([
    [401, {}, /apiKey option or MIXPEEK_API_KEY/],
    [404, {}, /namespace "shop"/],
    [429, { 'retry-after': '2.5' }, /Wait 3 s/],
    [503, {}, /Try again later/],
  ])('say what to do about %i', async (status, headers, hint) => {
    const inNamespace = row({ path: '/v1/namespaces/{namespace_id}', namespace: { in: 'path' } });
    const error = await fail(json({}, { status, headers: headers as Record<string, string> }), inNamespace);
    expect(error.hint).toMatch(hint);
  });

  it('say how to make text queries work', async () => {
    const error = await fail(
      json({ error: { message: 'No.', type: 'BadRequestError', code: 'inference_not_configured' } }, { status: 400 }),
    );
    expect(error.hint).toMatch(/Promote the namespace/);
  });

  it('name a type when the body has none', async () => {
    expect(await fail(new Response('', { status: 502 }))).toMatchObject({
      type: 'InternalServerError',
      message: 'things.get: 502 InternalServerError',
    });
  });

  it('find the wait in the body that throttling sends', async () => {
    const body = {
      detail: { error: { message: 'Slow.', type: 'TooManyRequestsError', details: { retry_after_seconds: 4 } } },
    };
    expect(await fail(json(body, { status: 429 }))).toMatchObject({ retryAfter: 4, retryable: true });
  });
});

describe('redirects', () => {
  it('are refused, naming where they lead and what to set', async () => {
    const error = await fail(
      new Response(null, { status: 307, headers: { location: 'https://evil.test/v1/things?x=1' } }),
    );
    expect(error).toMatchObject({ status: 307, type: 'RedirectError', retryable: false });
    expect(error.message).toContain('https://evil.test');
    expect(error.hint).toMatch(/set baseUrl/);
  });
});

describe('the key', () => {
  const quoting = [
    [
      'a message',
      json({ error: { message: `Key ${KEY} is unknown`, type: 'X', details: { key: KEY } } }, { status: 401 }),
    ],
    ['a text', new Response(`<p>Bearer ${KEY}</p>`, { status: 500 })],
    ['a field', json({ detail: [{ loc: ['header'], msg: `bad ${KEY}` }] }, { status: 422 })],
    ['a broken body', new Response(`{"key":"${KEY}"`, { status: 200 })],
    ['a platform error', new TypeError(`"Bearer ${KEY}" is an invalid header value`, { cause: new Error(KEY) })],
  ] as const;

  it.each(quoting)('is never repeated from %s', async (_name, reply) => {
    const lines: string[] = [];
    const error = await fail(reply, row(), { debug: (line: string) => lines.push(line) });
    const cause = error.cause as Error | undefined;
    const shown = [
      error.message,
      JSON.stringify(error),
      error.stack,
      JSON.stringify(Object.entries(error)),
      cause?.message,
      cause?.stack,
    ];
    shown.push((cause?.cause as Error | undefined)?.message, ...lines);
    for (const text of shown) expect(text ?? '').not.toContain(KEY);
    expect(lines.length).toBeGreaterThan(1);
  });

  it('is asked for, saying where to set it, when it is missing', async () => {
    const fetch = observeFetch(json({}));
    const { transport } = setupTransport({ fetch, apiKey: undefined });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({
      name: 'ConfigError',
      option: 'apiKey',
      hint: expect.stringContaining('MIXPEEK_API_KEY'),
    });
    expect(fetch.requests).toHaveLength(0);
  });

  it('is refused without being quoted when it cannot be sent', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(json({})), apiKey: 'sk_secret\nvalue' });
    await expect(transport.send(row(), NO_INPUT)).rejects.toThrow(/^(?!.*secret)/);
  });

  it('may come from a function, asked before each attempt', async () => {
    let calls = 0;
    const fetch = observeFetch(json({}, { status: 503, headers: { 'retry-after': '0' } }), json({}));
    const { transport, clock } = setupTransport({ fetch, apiKey: async () => `key_number_${++calls}` });
    await clock.drive(transport.send(row(), NO_INPUT));
    expect(fetch.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer key_number_1',
      'Bearer key_number_2',
    ]);
  });

  it('stays out when the caller brings or removes the header', async () => {
    const fetch = observeFetch(json({}));
    const { transport } = setupTransport({ fetch, apiKey: undefined });
    await transport.send(row(), NO_INPUT, { headers: { Authorization: 'Basic abc' } });
    await transport.send(row(), NO_INPUT, { headers: { authorization: null } });
    expect(fetch.requests.map(({ headers }) => headers.authorization)).toEqual(['Basic abc', undefined]);
  });
});

describe('connection failures', () => {
  it('name the address and the code', async () => {
    const error = await fail(
      Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe('things.get: The connection failed at https://api.test (ENOTFOUND).');
    expect(error.hint).toMatch(/Check baseUrl/);
  });

  it('of certificates are not repeated', async () => {
    const fetch = observeFetch(
      Object.assign(new TypeError('fetch failed'), { cause: { code: 'SELF_SIGNED_CERT_IN_CHAIN' } }),
    );
    const { transport } = setupTransport({ fetch });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(fetch.requests).toHaveLength(1);
  });
});
