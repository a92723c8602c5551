import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AbortError, ApiError, ConnectionError, isMixpeekError, Mixpeek, TimeoutError } from '../../src/index.js';
import type { ClientOptions } from '../../src/index.js';
import { createManualClock } from '../helpers/clock.js';
import { startReferenceServer } from '../helpers/server.js';
import { modelArchive, temporaryFile } from './model-archive.js';
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

describe('a service that hangs', () => {
  const hang = { operation: 'namespaces.get', latencyMs: 3_600_000 };

  it('is asked again after the limit of an attempt, and reported by the limit of the call', async () => {
    const { server, clock, mp, retries } = await setup();
    server.faults.add(hang);
    expect(await clock.drive(mp.namespaces.get('ns', {}, { timeoutMs: 1_000 }))).toMatchObject({ namespace_id: 'ns' });
    expect(retries).toEqual(['timeout (headers): 250']);
    server.faults.add({ ...hang, times: Infinity });
    const error = await failure(clock.drive(mp.namespaces.get('ns', {}, { timeoutMs: 1_000, deadlineMs: 1_500 })));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ scope: 'total', limitMs: 1_500 });
  });

  it.each(['in process', 'over HTTP'] as const)('is left when the caller has had enough (%s)', async (way) => {
    const { server, mp } = await (way === 'in process' ? setup() : setupHttp());
    server.faults.add(hang);
    const controller = new AbortController();
    const failing = failure(mp.namespaces.get('ns', {}, { signal: controller.signal }));
    while (server.faults.list()[0]?.fired === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    const error = await failing;
    expect(error).toBeInstanceOf(AbortError);
    expect(await mp.namespaces.get()).toMatchObject({ namespace_id: 'ns' });
  });
});

describe('an upload in trouble', () => {
  const busy = { operation: 'namespaces.models.upload', status: 503, retryAfter: 0 };
  const fields = { name: 'ranker', version: '1', model_format: 'onnx' } as const;

  it('is sent again from its beginning when the service was busy', async () => {
    const { server, mp } = await setupHttp();
    server.faults.add({ ...busy, times: 2 });
    const attempts = new Set<number>();
    const file = temporaryFile('model.tar.gz', await modelArchive());
    const onProgress = ({ attempt }: { attempt: number }): void => void attempts.add(attempt);
    const { model_id: id } = await mp.namespaces.models.upload({ file, ...fields }, { onProgress });
    expect([...attempts].at(-1)).toBe(3);
    const { model } = await mp.namespaces.models.get(id);
    expect(model.model_hash).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
  });

  it('of a stream that is used up says so', async () => {
    const { server, mp, retries } = await setupHttp();
    server.faults.add(busy);
    const file = new Blob([Uint8Array.from(await modelArchive())]).stream();
    const error = await refusal(mp.namespaces.models.upload({ file, ...fields }));
    expect(error).toMatchObject({ status: 503, hint: expect.stringContaining('only once') });
    expect(retries).toEqual([]);
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

  it('breaks off a stream of events with an error after the events that came', async () => {
    const { server, mp } = await setupHttp();
    const stages = [
      {
        stage_name: 's',
        config: { stage_id: 'feature_search' as const, pre_filters: {}, parameters: { searches: [] } },
      },
    ];
    await mp.retrievers.create({ retriever_name: 'all', stages });
    server.faults.add({ operation: 'retrievers.execute', truncate: true });
    const events: string[] = [];
    const read = async (): Promise<void> => {
      for await (const event of await mp.retrievers.execute('all', { inputs: {}, stream: true }))
        events.push(event.event_type);
    };
    expect(await failure(read())).toBeInstanceOf(ConnectionError);
    expect(events).toEqual(['stage_start']);
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
