import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { WriteTokens } from '../../src/transport/write-token.js';
import { createManualClock } from '../helpers/clock.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { row, setupTransport } from '../helpers/transport.js';

const UPSERT = row({
  id: 'namespaces.documents.upsert',
  http: 'POST',
  path: '/v1/namespaces/{namespace_id}/documents/upsert',
  namespace: { in: 'both' },
  retry: 'idempotent',
  consistency: 'writes',
  body: { kind: 'json', encode: 'documents' },
});
const EXECUTE = row({
  id: 'retrievers.execute',
  http: 'POST',
  path: '/v1/retrievers/execute',
  namespace: { in: 'header' },
  consistency: 'reads',
  body: { kind: 'json' },
});
const WRITTEN = json({ inserted: 1, document_ids: ['a'], namespace_id: 'ns_1', write_token: 'wt_new' });
const DOCUMENTS = { documents: [{ document_id: 'a', vectors: {}, payload: {} }] };
const input = (namespace: string, body: unknown = {}) => ({ path: {}, query: {}, namespace, body });

describe('session consistency', () => {
  it('asks for a token, remembers it and reads with it, by name and by id', async () => {
    const fetch = observeFetch(WRITTEN, json({}));
    const { transport } = setupTransport({ fetch });
    await transport.send(UPSERT, input('shop', DOCUMENTS));
    await transport.send(EXECUTE, input('shop'));
    await transport.send(EXECUTE, input('ns_1'));
    await transport.send(EXECUTE, input('other'));

    expect(JSON.parse(fetch.requests[0]?.body ?? '')).toMatchObject({ options: { write_token: true } });
    expect(fetch.requests.map(({ headers }) => headers['x-write-token'])).toEqual([
      undefined,
      'wt_new',
      'wt_new',
      undefined,
    ]);
    expect(fetch.requests[1]?.headers['x-namespace']).toBe('shop');
  });

  it('does not change the body it was given', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(WRITTEN) });
    const body = { ...DOCUMENTS, options: { other: 1 } };
    await transport.send(UPSERT, input('shop', body));
    expect(body).toEqual({ ...DOCUMENTS, options: { other: 1 } });
  });

  it('leaves alone what the caller said about tokens', async () => {
    const fetch = observeFetch(WRITTEN);
    const { transport } = setupTransport({ fetch });
    await transport.send(UPSERT, input('shop', { ...DOCUMENTS, options: { write_token: false } }));
    expect(JSON.parse(fetch.requests[0]?.body ?? '')).toMatchObject({ options: { write_token: false } });
  });

  it('is off with eventual consistency, for the client or the call', async () => {
    const fetch = observeFetch(WRITTEN, json({}));
    const { transport, writeTokens } = setupTransport({ fetch });
    await transport.send(UPSERT, input('shop', DOCUMENTS), { consistency: 'eventual' });
    writeTokens.set('shop', 'wt_known');
    await transport.send(EXECUTE, input('shop'), { consistency: 'eventual' });
    expect(JSON.parse(fetch.requests[0]?.body ?? '')).not.toHaveProperty('options');
    expect(fetch.requests[1]?.headers['x-write-token']).toBeUndefined();
  });

  it('reads with the token of the call, or with none', async () => {
    const fetch = observeFetch(json({}));
    const { transport, writeTokens } = setupTransport({ fetch });
    writeTokens.set('shop', 'wt_known');
    await transport.send(EXECUTE, input('shop'), { writeToken: 'wt_mine' });
    await transport.send(EXECUTE, input('shop'), { writeToken: null });
    expect(fetch.requests.map(({ headers }) => headers['x-write-token'])).toEqual(['wt_mine', undefined]);
  });

  it('drops a remembered token that the service refuses and reads once more without it', async () => {
    const refusal = json(
      { error: { message: 'No.', type: 'BadRequestError', code: 'invalid_write_token' } },
      { status: 400 },
    );
    const fetch = observeFetch(refusal, json({ ok: 1 }));
    const { transport, writeTokens } = setupTransport({ fetch });
    writeTokens.set('shop', 'wt_old');
    const { data, attempts } = await transport.send(EXECUTE, input('shop'));
    expect(data).toEqual({ ok: 1 });
    expect(attempts.map(({ status }) => status)).toEqual([400, 200]);
    expect(writeTokens.get('shop')).toBeUndefined();
    expect(fetch.requests[1]?.headers['x-write-token']).toBeUndefined();
  });

  it('reports a refused token of the caller', async () => {
    const refusal = json(
      { error: { message: 'No.', type: 'BadRequestError', code: 'invalid_write_token' } },
      { status: 400 },
    );
    const { transport } = setupTransport({ fetch: observeFetch(refusal) });
    await expect(transport.send(EXECUTE, input('shop'), { writeToken: 'wt_bad' })).rejects.toMatchObject({
      code: 'invalid_write_token',
    });
  });
});

describe('WriteTokens', () => {
  it('forgets tokens that are too old', () => {
    const clock = createManualClock();
    const tokens = new WriteTokens({ clock, maxAgeMs: 1_000 }).set('a', 't');
    clock.advance(1_000);
    expect(tokens.get('a')).toBe('t');
    clock.advance(1);
    expect(tokens.get('a')).toBeUndefined();
    expect([...tokens.entries()]).toEqual([]);
  });

  it('hands tokens over as JSON; the newer one wins', () => {
    const clock = createManualClock(5_000);
    const writer = new WriteTokens({ clock }).set('a', 'old').set('b', 'b1');
    const json = JSON.stringify(writer);
    clock.advance(10);
    const reader = new WriteTokens({ clock }).set('a', 'newer').from(JSON.parse(json));
    expect(reader.toJSON()).toEqual({ a: { token: 'newer', at: 5_010 }, b: { token: 'b1', at: 5_000 } });
  });

  it('refuses what is not a hand-over', () => {
    const tokens = new WriteTokens({ clock: createManualClock() });
    expect(() => tokens.from({ a: 'wt_x' } as never)).toThrow(ConfigError);
    for (const other of [null, undefined, 5, '{}', []]) expect(() => tokens.from(other as never)).toThrow(ConfigError);
  });
});
