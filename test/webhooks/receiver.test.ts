import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import {
  createMemoryStore,
  createWebhookReceiver,
  isKnownEvent,
  WebhookError,
  type KnownWebhookEvent,
  type WebhookEvent,
  type WebhookReceiverOptions,
} from '../../src/webhooks/index.js';

const secret = 'correct horse';
const event = {
  event_id: 'evt_1',
  event_type: 'object.created',
  occurred_at: '2026-01-01T00:00:00Z',
  namespace_id: 'ns',
  subject: { type: 'object', id: 'obj_1' },
  metadata: {},
};

const request = (
  body: BodyInit = JSON.stringify(event),
  headers: Record<string, string> = { 'x-mixpeek-secret': secret },
) => new Request('http://receiver.test/hook', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

const setup = (options: Partial<WebhookReceiverOptions> = {}) => createWebhookReceiver({ secret, ...options });

describe('receive', () => {
  it('gives the event of a request, or of headers and a body in any form', async () => {
    const headers = { 'X-MIXPEEK-SECRET': secret };
    const text = JSON.stringify(event);
    const bytes = new TextEncoder().encode(text);
    async function* chunks() {
      yield bytes.subarray(0, 5);
      yield bytes.subarray(5);
    }
    expect(await setup().receive(request())).toEqual(event);
    for (const body of [text, bytes, event, chunks(), new Blob([text]).stream()]) {
      expect(await setup().receive({ headers, body })).toEqual(event);
    }
  });

  it.each([
    ['none', undefined],
    ['another one', 'wrong horse!!'],
    ['a part of it', 'correct'],
    ['more than it', 'correct horse correct horse'],
    ['nothing', ''],
  ])('refuses a secret that is %s, and reads no body', async (_what, given) => {
    let read = false;
    async function* body() {
      read = true;
      yield new Uint8Array();
    }
    const headers = { 'x-mixpeek-secret': given };
    await expect(setup().receive({ headers, body: body() })).rejects.toMatchObject({
      code: 'wrong_secret',
      status: 401,
    });
    expect(read).toBe(false);
  });

  it('takes every secret of a rotation, and no mixture of them', async () => {
    const receiver = setup({ secret: ['old secret 1', 'new secret 2'] });
    const receive = (given: string, id: string) =>
      receiver.receive({ headers: { 'x-mixpeek-secret': given }, body: { ...event, event_id: id } });
    expect(await receive('old secret 1', 'a')).toBeDefined();
    expect(await receive('new secret 2', 'b')).toBeDefined();
    await expect(receive('old secret 2', 'c')).rejects.toThrow(WebhookError);
  });

  it('tells a secret from every other text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 8 }), fc.string(), async (right, given) => {
        const headers = { 'x-mixpeek-secret': given };
        const received = createWebhookReceiver({ secret: right }).receive({ headers, body: event });
        if (right === given) expect(await received).toEqual(event);
        else await expect(received).rejects.toMatchObject({ code: 'wrong_secret' });
      }),
    );
  });

  it('reads the secret from another header where it is told to', async () => {
    const receiver = setup({ secretHeader: 'Authorization', secret: 'Bearer abcdef' });
    expect(await receiver.receive(request(JSON.stringify(event), { authorization: 'Bearer abcdef' }))).toEqual(event);
  });

  it('refuses bodies that are too large, whatever they say of their length', async () => {
    const receiver = setup({ maxBodyBytes: 20 });
    await expect(receiver.receive(request())).rejects.toMatchObject({ code: 'too_large', status: 413 });
    const headers = { 'x-mixpeek-secret': secret };
    let chunks = 0;
    async function* endless() {
      for (;;) {
        chunks++;
        yield new Uint8Array(15);
      }
    }
    await expect(receiver.receive({ headers, body: endless() })).rejects.toMatchObject({ code: 'too_large' });
    expect(chunks).toBe(2);
    const claimed = { ...headers, 'content-length': '21' };
    await expect(receiver.receive({ headers: claimed, body: '{}' })).rejects.toMatchObject({ code: 'too_large' });
  });

  it.each(['', 'no json', '[]', 'null', '{}', '{"event_id":1,"event_type":"x"}'])(
    'refuses %j, which is no event',
    async (body) => {
      await expect(setup().receive(request(body))).rejects.toMatchObject({ code: 'invalid_body', status: 400 });
    },
  );

  it('drops what it received before', async () => {
    const receiver = setup();
    expect(await receiver.receive(request())).toBeDefined();
    expect(await receiver.receive(request())).toBeUndefined();
  });

  it('asks a store of your own, which may take its time', async () => {
    const ids = new Set<string>();
    const seen = {
      add: (id: string) => Promise.resolve(!ids.has(id) && ids.add(id).has(id)),
      remove: (id: string) => Promise.resolve(void ids.delete(id)),
    };
    expect(await setup({ seen }).receive(request())).toBeDefined();
    expect(await setup({ seen }).receive(request())).toBeUndefined();
  });

  it('needs a secret that is worth the name', () => {
    expect(() => setup({ secret: '' })).toThrow(/Secret 1 has under 8 characters/);
    expect(() => setup({ secret: [] })).toThrow(/list of secrets is empty/);
    expect(() => setup({ secret: ['long enough', 'short'] })).toThrow(/Secret 2/);
  });
});

describe('the memory of events', () => {
  it('forgets after a time, and the oldest when there are too many', () => {
    let now = 0;
    const store = createMemoryStore({ ttlMs: 100, maxEntries: 2, now: () => now });
    expect(store.add('a')).toBe(true);
    now = 99;
    expect(store.add('a')).toBe(false);
    now = 100;
    expect(store.add('a')).toBe(true);
    expect(store.add('b')).toBe(true);
    expect(store.add('c')).toBe(true);
    expect(store.add('b')).toBe(false);
    expect(store.add('a')).toBe(true);
  });
});

describe('the fetch handler', () => {
  it('answers 204, 401, 400, 405 and 413', async () => {
    const handled: WebhookEvent[] = [];
    const handle = setup({ maxBodyBytes: 1000 }).fetch((received) => void handled.push(received));
    expect((await handle(request())).status).toBe(204);
    expect((await handle(request())).status).toBe(204);
    expect(handled).toEqual([event]);
    expect((await handle(request('{}', {}))).status).toBe(401);
    expect((await handle(request('{}'))).status).toBe(400);
    expect((await handle(request('x'.repeat(1001)))).status).toBe(413);
    const get = await handle(new Request('http://receiver.test/hook'));
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('answers 500 when handling fails, and handles the next delivery of it', async () => {
    let fails = true;
    const handle = setup().fetch(() => {
      if (fails) throw new Error('database down');
    });
    const refused = await handle(request());
    expect(refused.status).toBe(500);
    expect(await refused.text()).not.toContain('database');
    fails = false;
    expect((await handle(request())).status).toBe(204);
  });
});

describe('the (req, res) handler', () => {
  it('serves Node, with a body that was parsed or not', async () => {
    const handled: WebhookEvent[] = [];
    const handle = setup({ maxBodyBytes: 1000 }).node((received) => void handled.push(received));
    const server = createServer((req, res) => void handle(req, res));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = async (body: string, headers: Record<string, string> = { 'x-mixpeek-secret': secret }) =>
      (await fetch(url, { method: 'POST', body, headers })).status;
    expect(await post(JSON.stringify(event))).toBe(204);
    expect(await post(JSON.stringify(event), {})).toBe(401);
    expect(await post('{}')).toBe(400);
    expect(await post('x'.repeat(1001))).toBe(413);
    expect((await fetch(url)).status).toBe(405);
    expect(handled).toEqual([event]);

    const parsed = { ...event, event_id: 'evt_2' };
    const response = { statusCode: 0, setHeader: () => undefined, end: () => undefined };
    const empty = { async *[Symbol.asyncIterator]() {} } as AsyncIterable<Uint8Array>;
    await handle({ ...empty, method: 'POST', headers: { 'x-mixpeek-secret': secret }, body: parsed }, response);
    expect(response.statusCode).toBe(204);
  });
});

describe('types', () => {
  it('narrow by event_type once the type is known, and let others pass', () => {
    const other: WebhookEvent = { ...event, event_type: 'planet.aligned' };
    expect(isKnownEvent(other)).toBe(false);
    const some = event as WebhookEvent;
    if (!isKnownEvent(some)) throw new Error('object.created is documented');
    expectTypeOf(some).toEqualTypeOf<KnownWebhookEvent>();
    if (some.event_type === 'alert.triggered') {
      expectTypeOf(some.metadata.match_count).toEqualTypeOf<number>();
      expectTypeOf(some.subject.type).toEqualTypeOf<'alert'>();
    }
    if (some.event_type === 'alert.execution.failed') expectTypeOf(some.metadata.error).toEqualTypeOf<string>();
  });
});
