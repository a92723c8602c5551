import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { RequestOptions } from '../../src/call.js';
import { Mixpeek } from '../../src/client.js';
import { createAnswerStore, type StoredAnswer } from '../../src/transport/answer-store.js';
import { json, observeFetch, type Reply } from '../helpers/fetch.js';
import { reply, startServer } from '../helpers/http-server.js';
import { KEY, NO_INPUT, row, setupTransport, type TransportSetup } from '../helpers/transport.js';

const READ = row({ http: 'POST', body: { kind: 'json' }, namespace: { in: 'header' }, consistency: 'reads' });
const WRITE = row({
  id: 'things.create',
  http: 'POST',
  retry: 'unsafe',
  body: { kind: 'json' },
  namespace: { in: 'header' },
});

beforeAll(() =>
  Promise.all([import('../../src/transport/shared-reads.js'), import('../../src/transport/vector-json.js')]),
);

interface Cached extends TransportSetup {
  readonly requests: readonly { headers: Readonly<Record<string, string>> }[];
  read(
    options?: RequestOptions,
    body?: unknown,
  ): Promise<{ data: unknown; cached?: true; attempts: readonly unknown[] }>;
  write(namespace?: string): Promise<unknown>;
}

function setupCache(replies: readonly Reply[], options: Parameters<typeof setupTransport>[0] = {}): Cached {
  const fetch = observeFetch(...replies);
  const setup = setupTransport({ fetch, cache: { ttlMs: 1_000 }, ...options });
  return {
    ...setup,
    requests: fetch.requests,
    read: (request, body = { q: 1 }) =>
      setup.transport.send(READ, { ...NO_INPUT, body }, { namespace: 'n', ...request }),
    write: (namespace = 'n') => setup.transport.send(WRITE, { ...NO_INPUT, body: {} }, { namespace }),
  };
}

/** Answers with how many requests there were. */
function counting(headers: Record<string, string> = {}): Reply {
  let count = 0;
  return () => json({ count: (count += 1) }, { headers });
}

describe('a cached read', () => {
  it('is served without asking until it is too old', async () => {
    const { read, requests, clock } = setupCache([counting({ 'x-request-id': 'req_1' })]);
    expect(await read()).not.toHaveProperty('cached');
    clock.advance(999);
    expect(await read()).toMatchObject({ data: { count: 1 }, cached: true, attempts: [], requestId: 'req_1' });
    clock.advance(1);
    expect(await read()).toMatchObject({ data: { count: 2 } });
    expect(requests).toHaveLength(2);
  });

  it('gives every caller a copy', async () => {
    const { read } = setupCache([() => json({ list: [1] }, { headers: { a: 'b' } })]);
    for (let turn = 0; turn < 3; turn++) {
      const { data, response } = (await read()) as unknown as {
        data: { list: number[] };
        response: { headers: Headers };
      };
      expect([data, response.headers.get('a')]).toEqual([{ list: [1] }, 'b']);
      data.list.push(2);
      response.headers.set('a', 'c');
    }
  });

  it('is decoded as each call asks for', async () => {
    const { read } = setupCache([() => json({ documents: [{ document_id: 'd', vectors: { v: [1, 2] } }] })]);
    await read();
    expect((await read({ resultVectors: 'float32' })).data).toEqual({
      documents: [{ document_id: 'd', vectors: { v: new Float32Array([1, 2]) } }],
    });
  });

  it('is one with the same address, namespace, headers and body only', async () => {
    const { read, requests } = setupCache([counting()]);
    await read();
    await read({}, { q: 2 });
    await read({ namespace: 'm' });
    await read({ headers: { 'x-tenant': 't' } });
    await read({ cache: false });
    await read({ headers: { 'cache-control': 'no-cache' } });
    expect(requests).toHaveLength(6);
    expect((await read()).data).toEqual({ count: 1 });
  });

  it('is never served to another key', async () => {
    const keys = ['sk_a', 'sk_a', 'sk_b', 'sk_b'];
    const { read, requests } = setupCache([counting()], { apiKey: () => keys.shift() ?? 'sk_a' });
    await read();
    expect((await read()).data).toEqual({ count: 2 });
    expect((await read()).data).toEqual({ count: 1 });
    expect(requests).toHaveLength(2);
  });

  it('can be asked for by a call alone', async () => {
    const { read, requests } = setupCache([counting()], { cache: undefined });
    await read();
    await read({ cache: { ttlMs: 10 } });
    await read({ cache: { ttlMs: 10 } });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['a refusal', () => json({ error: {} }, { status: 404 })],
    ['an answer that says no-store', () => json({}, { headers: { 'cache-control': 'private, no-store' } })],
    ['an answer that varies with everything', () => json({}, { headers: { vary: '*' } })],
  ])('is never %s', async (_name, answer: () => Response) => {
    const { read, requests } = setupCache([answer]);
    await read().catch(() => undefined);
    await read().catch(() => undefined);
    expect(requests).toHaveLength(2);
  });
});

describe('a cached read that is too old and has an ETag', () => {
  const TAGGED = json({ count: 1 }, { headers: { etag: '"1"', 'x-page': 'a' } });
  const UNCHANGED = new Response(null, {
    status: 304,
    headers: { etag: '"1"', 'x-page': 'b', 'x-request-id': 'req_2' },
  });

  it('is asked about, and served again when it still holds', async () => {
    const { read, requests, clock } = setupCache([TAGGED, UNCHANGED]);
    await read();
    clock.advance(1_000);
    const again = await read();
    expect(again).toMatchObject({
      data: { count: 1 },
      cached: true,
      requestId: 'req_2',
      response: { status: 200 },
      attempts: [{ number: 1, status: 304, requestId: 'req_2' }],
    });
    expect((again as unknown as { response: { headers: Headers } }).response.headers.get('x-page')).toBe('b');
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"']);
    clock.advance(999);
    expect(await read()).toMatchObject({ data: { count: 1 }, attempts: [] });
    expect(requests).toHaveLength(2);
  });

  it('is replaced when it changed', async () => {
    const { read, clock } = setupCache([TAGGED, json({ count: 2 }, { headers: { etag: '"2"' } })]);
    await read();
    clock.advance(1_000);
    const changed = await read();
    expect([changed.data, changed.cached]).toEqual([{ count: 2 }, undefined]);
    expect(await read()).toMatchObject({ data: { count: 2 }, cached: true });
  });

  it('is asked about once by callers that share requests', async () => {
    const { read, requests, clock } = setupCache([TAGGED, UNCHANGED], { dedupe: true });
    await read();
    clock.advance(1_000);
    const answers = await Promise.all([read(), read()]);
    for (const { data, attempts } of answers) {
      expect(data).toEqual({ count: 1 });
      expect(attempts).toHaveLength(1);
    }
    expect(requests).toHaveLength(2);
  });

  it('is a redirect still when nobody asked', async () => {
    const { read } = setupCache([UNCHANGED]);
    await expect(read()).rejects.toMatchObject({ status: 304 });
    await expect(read({ headers: { 'if-none-match': '"1"' } })).rejects.toMatchObject({ status: 304 });
  });

  it('works over a connection that is kept', async () => {
    const sockets = new Set<unknown>();
    const server = await startServer((request, response) => {
      sockets.add(request.socket);
      if (request.headers['if-none-match'] !== '"1"') {
        response.setHeader('etag', '"1"');
        reply(response, { whole: true });
        return;
      }
      response.writeHead(304, { etag: '"1"' });
      response.end();
    });
    const { transport, clock } = setupTransport({ baseUrl: server.url, cache: { ttlMs: 10 } });
    for (let turn = 0; turn < 3; turn++) {
      expect((await transport.send(row(), NO_INPUT)).data).toEqual({ whole: true });
      clock.advance(10);
    }
    expect(server.count()).toBe(3);
    // A connection rests for a turn of the event loop before it is used again, so that two take turns.
    expect(sockets.size).toBeLessThanOrEqual(2);
    await transport.close();
  });
});

describe('a write', () => {
  it('makes the service be asked again in its namespace, not in others', async () => {
    const { read, write, requests } = setupCache([counting()]);
    await read();
    await read({ namespace: 'm' });
    await write();
    expect(await read()).toMatchObject({ data: { count: 4 } });
    expect((await read({ namespace: 'm' })).cached).toBe(true);
    expect(requests).toHaveLength(4);
  });

  it('outdates also what is asked with an ETag', async () => {
    const { read, write, requests } = setupCache([counting({ etag: '"1"' })]);
    await read();
    await write();
    await read();
    expect(requests[2]?.headers).not.toHaveProperty('if-none-match');
  });

  it('does so when it failed, since it may have been carried out', async () => {
    const { read, write } = setupCache([json({ n: 1 }), json({}, { status: 500 }), json({ n: 2 })]);
    await read();
    await expect(write()).rejects.toMatchObject({ status: 500 });
    expect((await read()).data).toEqual({ n: 2 });
  });

  it('keeps out the answer of a read that was under way when it was acknowledged', async () => {
    let answerRead: (response: Response) => void = () => undefined;
    const slow = new Promise<Response>((resolve) => {
      answerRead = resolve;
    });
    const { read, write, requests } = setupCache([() => slow, json({}), json({ n: 'after' })]);
    const reading = read();
    await vi.waitFor(() => {
      expect(requests).toHaveLength(1);
    });
    await write();
    answerRead(json({ n: 'before' }));
    expect((await reading).data).toEqual({ n: 'before' });
    expect((await read()).data).toEqual({ n: 'after' });
    expect(requests).toHaveLength(3);
  });

  it('counts also when another client reads and writes with the same tokens', async () => {
    const fetch = observeFetch(counting());
    const options = { apiKey: KEY, baseUrl: 'https://api.test', namespace: 'n', fetch, cache: { ttlMs: 60_000 } };
    const mp = new Mixpeek(options);
    const writer = mp.withOptions({ maxRetries: 0 });
    const stranger = new Mixpeek({ ...options, writeTokens: mp.writeTokens });
    for (const client of [writer, stranger]) {
      await mp.documents.get('d');
      await client.documents.update('d', { a: 1 });
      expect(await mp.documents.get('d').withResponse()).not.toHaveProperty('cached');
      expect((await mp.documents.get('d').withResponse()).cached).toBe(true);
    }
  });

  it('to a namespace itself outdates everything', async () => {
    const fetch = observeFetch(counting());
    const { transport } = setupTransport({ fetch, cache: { ttlMs: 1_000 } });
    const read = () => transport.send(READ, { ...NO_INPUT, body: {} }, { namespace: 'n' });
    await read();
    const change = row({
      http: 'DELETE',
      retry: 'idempotent',
      path: '/v1/namespaces/{namespace_id}',
      namespace: { in: 'path', arg: true },
    });
    await transport.send(change, NO_INPUT, { namespace: 'm' });
    expect((await read()).data).toEqual({ count: 3 });
  });
});

describe('a write token', () => {
  it('that came from elsewhere makes the service be asked again, and counts still when it is forgotten', async () => {
    const { read, writeTokens, clock, requests } = setupCache([counting()], { cache: { ttlMs: 600_000 } });
    await read();
    writeTokens.set('n', 't1');
    clock.advance(60_001);
    expect((await read()).data).toEqual({ count: 2 });
    expect(requests[1]?.headers).not.toHaveProperty('x-write-token');
    writeTokens.set('n', 't2');
    expect((await read()).data).toEqual({ count: 3 });
    expect((await read()).cached).toBe(true);
    clock.advance(60_001);
    expect((await read()).cached).toBe(true);
  });

  it('of a call is served only what was read with it', async () => {
    const { read, requests } = setupCache([counting()]);
    await read();
    await read({ writeToken: 't1' });
    await read({ writeToken: 't2' });
    expect((await read({ writeToken: 't1' })).data).toEqual({ count: 2 });
    expect(requests).toHaveLength(3);
  });

  it('is not replaced by what a plain read got', async () => {
    const { read, requests } = setupCache([counting()]);
    await read({ consistency: 'eventual' });
    await read();
    expect(requests).toHaveLength(2);
  });
});

describe('the store of answers', () => {
  const answer = (bytes: number): StoredAnswer => ({ bytes }) as StoredAnswer;

  it('never holds more than it may, and drops what was not used for the longest time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), bytes: fc.nat(60), isRead: fc.boolean() })),
        (steps) => {
          const store = createAnswerStore({ maxEntries: 3, maxBytes: 100 });
          /** Keys by last use, the model. */
          let used: { key: string; bytes: number }[] = [];
          for (const { key, bytes, isRead } of steps) {
            const known = used.find((entry) => entry.key === key);
            if (isRead) {
              expect(store.get(key)?.bytes).toBe(known?.bytes);
              if (known !== undefined) used = [...used.filter((entry) => entry !== known), known];
              continue;
            }
            store.set(key, answer(bytes));
            used = [...used.filter((entry) => entry !== known), { key, bytes }];
            while (used.length > 3 || used.reduce((sum, entry) => sum + entry.bytes, 0) > 100) used.shift();
          }
        },
      ),
    );
  });

  it('does not take an answer that is larger than all that it may hold', () => {
    const store = createAnswerStore({ maxEntries: 3, maxBytes: 100 });
    store.set('a', answer(10));
    store.set('b', answer(101));
    expect([store.get('a')?.bytes, store.get('b')]).toEqual([10, undefined]);
  });
});
