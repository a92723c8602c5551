import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiError, ConnectionError, isMixpeekError, Mixpeek } from '../../src/index.js';
import type { ClientOptions } from '../../src/index.js';
import { createManualClock } from '../helpers/clock.js';
import { startReferenceServer } from '../helpers/server.js';
import { refusal } from './flows/refusal.js';

const VECTOR = [1, 0];
const DOCUMENT = { document_id: 'a', vectors: { v: VECTOR } };
const SEARCH = { queries: [{ vector_name: 'v', vector: VECTOR, top_k: 1 }] };

async function prepare(connect: (options: ClientOptions) => Mixpeek, retries: string[]) {
  const hooks = {
    onRetry: ({ reason, delayMs }: { reason: string; delayMs: number }) => void retries.push(`${reason}: ${delayMs}`),
  };
  const mp = connect({ apiKey: 'sk_test', namespace: 'ns', hooks });
  await mp.namespaces.create({ namespace_id: 'ns', vector_configs: [{ name: 'v', dimension: 2 }] });
  await mp.namespaces.documents.upsert({ documents: [DOCUMENT] });
  return mp;
}

/** In process, on a client clock that moves only through back-off. `random` is half of what it may be. */
async function setup() {
  const server = startReferenceServer();
  const clock = createManualClock();
  const retries: string[] = [];
  const mp = await prepare(
    (options) => new Mixpeek({ ...options, fetch: server.fetch, clock, random: () => 0.5 }),
    retries,
  );
  return { server, clock, mp, retries };
}

/** Over sockets, with back-off of no length. */
async function setupHttp() {
  const server = startReferenceServer();
  const { url } = await server.listen();
  const retries: string[] = [];
  const mp = await prepare((options) => new Mixpeek({ ...options, baseUrl: url, random: () => 0 }), retries);
  onTestFinished(() => mp.close());
  return { server, mp, retries };
}

async function failure(call: PromiseLike<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable('the call succeeds'),
    (error: unknown) => error,
  );
}

describe('a service in trouble', () => {
  it('answers a search after two 503, with growing back-off', async () => {
    const { server, clock, mp, retries } = await setup();
    server.faults.add({ operation: 'retrievers.executeAdhoc', status: 503, times: 2 });
    const { data, attempts } = await clock.drive(mp.search(SEARCH).withResponse());
    expect(data.documents).toMatchObject([{ document_id: 'a' }]);
    expect(retries).toEqual(['status 503: 250', 'status 503: 500']);
    expect(attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  it('is given up on when it stays that way', async () => {
    const { server, clock, mp, retries } = await setup();
    server.faults.add({ operation: 'namespaces.get', status: 503, times: Infinity, message: 'Down for a while.' });
    const error = await refusal(clock.drive(mp.namespaces.get()));
    expect(error).toMatchObject({ status: 503, attempts: 4, retryable: true, operation: 'namespaces.get' });
    expect(error.message).toContain('Down for a while.');
    expect(retries).toHaveLength(3);
  });

  it('is not asked twice for what may have happened', async () => {
    const { server, clock, mp, retries } = await setup();
    server.faults.add({ operation: 'namespaces.promote', status: 503 });
    const error = await refusal(clock.drive(mp.namespaces.promote()));
    expect(error).toMatchObject({ status: 503, attempts: 1, retryable: false });
    expect(retries).toEqual([]);
  });

  it('says with a 429 how long to wait, and gets that long, whatever the operation', async () => {
    const { server, clock, mp, retries } = await setup();
    server.faults.add({ operation: 'namespaces.promote', status: 429, retryAfter: 7 });
    const startedAt = clock.now();
    await clock.drive(mp.namespaces.promote());
    expect(retries).toEqual(['status 429: 7000']);
    expect(clock.now() - startedAt).toBe(7000);
  });

  it('whose 429 outlasts the deadline is not waited for', async () => {
    const { server, clock, mp } = await setup();
    server.faults.add({ operation: 'namespaces.get', status: 429, retryAfter: 3600 });
    const error = await refusal(clock.drive(mp.namespaces.get('ns', {}, { deadlineMs: 10_000 })));
    expect(error).toMatchObject({ status: 429, retryAfter: 3600, attempts: 1 });
  });

  it('limits a tier by real 429 answers that the client waits out', async () => {
    const server = startReferenceServer({ rateLimit: { perMinute: 60, burst: 1 }, clock: 'manual' });
    const clock = createManualClock();
    const onRetry = ({ delayMs }: { delayMs: number }): void => server.clock.advance(delayMs);
    const mp = new Mixpeek({ apiKey: 'sk_test', fetch: server.fetch, clock, hooks: { onRetry } });
    await mp.namespaces.list();
    const { response, attempts } = await clock.drive(mp.namespaces.list().withResponse());
    expect(attempts.map(({ status }) => status)).toEqual([429, 200]);
    expect(response.headers.get('x-ratelimit-limit')).toBe('60');
  });
});

describe('a connection in trouble', () => {
  it.each([
    ['reset before the answer', { reset: true }],
    ['reset after the work was done', { reset: 'after' }],
    ['broken off within the body', { truncate: true }],
    ['broken off before the body', { truncate: 0 }],
  ] as const)('%s is tried again for a read', async (_case, fault) => {
    const { server, mp, retries } = await setupHttp();
    server.faults.add({ operation: 'retrievers.executeAdhoc', ...fault });
    const { documents } = await mp.search(SEARCH);
    expect(documents).toMatchObject([{ document_id: 'a' }]);
    expect(retries).toHaveLength(1);
  });

  it('loses an answer without losing the document or writing it twice', async () => {
    const { server, mp, retries } = await setupHttp();
    server.faults.add({ operation: 'namespaces.documents.upsert', reset: 'after' });
    const documents = [{ document_id: 'b', vectors: { v: VECTOR } }, { vectors: { v: VECTOR } }];
    const { document_ids: ids } = await mp.namespaces.documents.upsert({ documents });
    expect(ids).toHaveLength(2);
    expect(retries).toHaveLength(1);
    expect(await mp.namespaces.get()).toMatchObject({ document_count: 3 });
  });

  it('that always breaks ends in an error that says where', async () => {
    const { server, mp } = await setupHttp();
    server.faults.add({ operation: 'namespaces.get', truncate: 5, times: Infinity });
    const error = await failure(mp.namespaces.get());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ attempts: 4, message: expect.stringContaining('The answer broke off') });
  });

  it('is not tried again where the work may be done already', async () => {
    const { server, mp, retries } = await setupHttp();
    server.faults.add({ operation: 'namespaces.promote', reset: 'after' });
    const error = await failure(mp.namespaces.promote());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(retries).toEqual([]);
    expect(await mp.namespaces.get()).toMatchObject({ mode: 'managed' });
  });

  it('looks the same in process', async () => {
    const { server, clock, mp, retries } = await setup();
    server.faults.add({ operation: 'namespaces.get', reset: true });
    server.faults.add({ operation: 'namespaces.list', truncate: true });
    expect(await clock.drive(mp.namespaces.get())).toMatchObject({ namespace_id: 'ns' });
    expect((await clock.drive(mp.namespaces.list())).items).toHaveLength(1);
    expect(retries).toHaveLength(2);
  });

  it('hides no key in any of its errors', async () => {
    const { server, mp } = await setupHttp();
    for (const fault of [{ reset: true }, { status: 500 }, { truncate: 3 }]) {
      server.faults.add({ operation: 'namespaces.get', ...fault });
      const error = await failure(mp.namespaces.get('ns', {}, { maxRetries: 0 }));
      expect(isMixpeekError(error)).toBe(true);
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('sk_test');
      if (error instanceof ApiError) expect(error.requestId).toMatch(/^req_/);
    }
  });
});
