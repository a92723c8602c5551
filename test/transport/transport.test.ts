import { describe, expect, it } from 'vitest';
import { json, observeFetch } from '../helpers/fetch.js';
import { KEY, NO_INPUT, row, setupTransport } from '../helpers/transport.js';

describe('send', () => {
  it('sends method, path, query, key and body, and gives the decoded answer with its envelope', async () => {
    const fetch = observeFetch(json({ id: 'ret_1' }, { status: 201, headers: { 'x-request-id': 'req_1' } }));
    const { transport } = setupTransport({ fetch, baseUrl: 'https://api.test/v1/' });

    const result = await transport.send(
      row({ id: 'things.create', http: 'POST', path: '/v1/things/{thing_id}', body: { kind: 'json' } }),
      { path: { thing_id: 'a/b' }, query: { limit: 5, tag: ['x', 'y'] }, body: { name: 'n' } },
    );

    expect(result.data).toEqual({ id: 'ret_1' });
    expect(result.requestId).toBe('req_1');
    expect(result.attempts).toEqual([{ number: 1, durationMs: 0, status: 201, requestId: 'req_1' }]);
    expect(result.response.status).toBe(201);
    expect(result.response.headers.get('x-request-id')).toBe('req_1');
    expect(fetch.requests).toHaveLength(1);
    expect(fetch.requests[0]).toMatchObject({
      url: 'https://api.test/v1/things/a%2Fb?limit=5&tag=x&tag=y',
      method: 'POST',
      body: '{"name":"n"}',
      headers: {
        authorization: `Bearer ${KEY}`,
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'mixpeek-test',
      },
    });
  });

  it('sends no body and no content type when the row has none', async () => {
    const fetch = observeFetch(json([]));
    await setupTransport({ fetch }).transport.send(row(), { ...NO_INPUT, body: { ignored: true } });
    expect(fetch.requests[0]?.body).toBeUndefined();
    expect(fetch.requests[0]?.headers['content-type']).toBeUndefined();
  });
});
