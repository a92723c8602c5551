import { beforeAll, describe, expect, it } from 'vitest';
import { json, observeFetch, type ObservedFetch } from '../helpers/fetch.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const QUERY = row({
  http: 'POST',
  body: { kind: 'json' },
  namespace: { in: 'header' },
  consistency: 'reads',
  query: [{ name: 'q' }],
});
const WRITE = row({ http: 'POST', retry: 'unsafe', body: { kind: 'json' }, namespace: { in: 'header' } });
/** Lets everything go on that waits for neither time nor an answer. */
async function settle(): Promise<void> {
  for (let tick = 0; tick < 5; tick++) await new Promise((resolve) => setImmediate(resolve));
}

// Loaded on first use otherwise, which takes as long as it takes.
beforeAll(() =>
  Promise.all([import('../../src/transport/shared-reads.js'), import('../../src/transport/vector-json.js')]),
);

interface HeldFetch {
  readonly fetch: ObservedFetch;
  /** Answers what waits. */
  readonly release: (make?: () => Response) => void;
  readonly cancelled: () => number;
}

/** A fetch whose answers all wait to be released. */
function holdFetch(): HeldFetch {
  const waiting: ((response: Response) => void)[] = [];
  let cancelled = 0;
  const fetch = observeFetch((_request, signal) => {
    signal.addEventListener('abort', () => {
      cancelled += 1;
    });
    return new Promise((resolve) => waiting.push(resolve));
  });
  return {
    fetch,
    release: (make = () => json({ list: [1] }, { headers: { 'x-request-id': 'req_1' } })) => {
      for (const answer of waiting.splice(0)) answer(make());
    },
    cancelled: () => cancelled,
  };
}

const ask = (q: number) => ({ path: {}, query: {}, body: { q } });

describe('reads that are the same', () => {
  it('share one request, and each gets an answer of its own', async () => {
    const { fetch, release } = holdFetch();
    const { transport } = setupTransport({ fetch, dedupe: true });
    const sending = [1, 2, 3].map(() => transport.send(QUERY, ask(1), { namespace: 'n' }));
    await settle();
    expect(fetch.requests).toHaveLength(1);
    release();
    const [first, ...others] = await Promise.all(sending);
    (first?.data as { list: number[] }).list.push(2);
    first?.response.headers.set('x-request-id', 'changed');
    for (const { data, requestId, attempts, response } of others) {
      expect(data).toEqual({ list: [1] });
      expect([requestId, response.headers.get('x-request-id')]).toEqual(['req_1', 'req_1']);
      expect(attempts).toEqual([{ number: 1, durationMs: 0, status: 200, requestId: 'req_1' }]);
      expect(attempts).not.toBe(first?.attempts);
    }
  });

  it('decode the answer each as it was asked for', async () => {
    const { fetch, release } = holdFetch();
    const { transport } = setupTransport({ fetch, dedupe: true });
    const sending = [
      transport.send(QUERY, ask(1), { namespace: 'n' }),
      transport.send(QUERY, ask(1), { namespace: 'n', resultVectors: 'float32' }),
    ];
    await settle();
    release(() => json({ documents: [{ document_id: 'd', vectors: { v: [1, 2] } }] }));
    const answers = await Promise.all(sending);
    const vectors = answers.map(
      ({ data }) => (data as { documents: { vectors: { v: unknown } }[] }).documents[0]?.vectors.v,
    );
    expect(vectors).toEqual([[1, 2], new Float32Array([1, 2])]);
    expect(fetch.requests).toHaveLength(1);
  });

  it.each([
    ['another body', ask(2), {}],
    ['another query', { ...ask(1), query: { q: 1 } }, {}],
    ['another namespace', ask(1), { namespace: 'm' }],
    ['another header', ask(1), { headers: { 'x-tenant': 't' } }],
    ['another write token', ask(1), { writeToken: 't1' }],
    ['other limits', ask(1), { timeoutMs: 5 }],
    ['no wish to share', ask(1), { dedupe: false }],
  ])('are not those with %s', async (_name, input, options) => {
    const { fetch, release } = holdFetch();
    const { transport } = setupTransport({ fetch, dedupe: true });
    const sending = [
      transport.send(QUERY, ask(1), { namespace: 'n' }),
      transport.send(QUERY, input, { namespace: 'n', ...options }),
    ];
    await settle();
    expect(fetch.requests).toHaveLength(2);
    release();
    await Promise.all(sending);
  });

  it('are those that differ only in who traces them', async () => {
    const { fetch, release } = holdFetch();
    const { transport } = setupTransport({ fetch, dedupe: true });
    const sending = ['a', 'b'].map((traceparent) => transport.send(row(), NO_INPUT, { headers: { traceparent } }));
    await settle();
    expect(fetch.requests).toHaveLength(1);
    release();
    await Promise.all(sending);
  });

  it('are not those with another key', async () => {
    const { fetch, release } = holdFetch();
    const keys = ['sk_a', 'sk_a', 'sk_b', 'sk_b', 'sk_b'];
    const { transport } = setupTransport({ fetch, dedupe: true, apiKey: () => keys.shift() ?? 'sk_c' });
    const sending = [transport.send(row(), NO_INPUT), transport.send(row(), NO_INPUT), transport.send(row(), NO_INPUT)];
    await settle();
    expect(fetch.requests).toHaveLength(2);
    release();
    await Promise.all(sending);
  });

  it('are not those before and after a write in their namespace', async () => {
    const { fetch, release } = holdFetch();
    const { transport } = setupTransport({ fetch, dedupe: true });
    const before = transport.send(QUERY, ask(1), { namespace: 'n' });
    const writing = transport.send(WRITE, { ...NO_INPUT, body: {} }, { namespace: 'n' });
    await settle();
    expect(fetch.requests).toHaveLength(2);
    release();
    await writing;
    const again = [transport.send(QUERY, ask(1), { namespace: 'n' })];
    await settle();
    expect(fetch.requests).toHaveLength(3);
    release();
    await Promise.all([before, ...again]);
  });

  it('share retries and refusals', async () => {
    const fetch = observeFetch(json({}, { status: 503 }), json({ error: { message: 'no' } }, { status: 404 }));
    const { transport, clock } = setupTransport({ fetch, dedupe: true });
    const sending = [1, 2].map(() => transport.send(row(), NO_INPUT));
    const outcomes = await clock.drive(Promise.allSettled(sending));
    expect(fetch.requests).toHaveLength(2);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { status: 404, attempts: 2 } });
  });
});

describe('giving up a shared read', () => {
  it('leaves the others alone', async () => {
    const { fetch, release, cancelled } = holdFetch();
    const { transport } = setupTransport({ fetch, dedupe: true });
    const controller = new AbortController();
    const first = transport.send(row(), NO_INPUT, { signal: controller.signal });
    const second = transport.send(row(), NO_INPUT);
    await settle();
    controller.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(cancelled()).toBe(0);
    release();
    expect((await second).data).toEqual({ list: [1] });
  });

  it('ends the request when nobody waits any more; who asks then gets a new one', async () => {
    const { fetch, release, cancelled } = holdFetch();
    const { transport } = setupTransport({ fetch, dedupe: true });
    const controllers = [new AbortController(), new AbortController()];
    const sending = controllers.map(({ signal }) => transport.send(row(), NO_INPUT, { signal }));
    await settle();
    for (const controller of controllers) controller.abort();
    for (const read of sending) await expect(read).rejects.toMatchObject({ name: 'AbortError' });
    expect(cancelled()).toBe(1);
    const anew = transport.send(row(), NO_INPUT);
    await settle();
    expect(fetch.requests).toHaveLength(2);
    release();
    await anew;
  });

  it('happens at the deadline of each', async () => {
    const { fetch, release } = holdFetch();
    const { transport, clock } = setupTransport({ fetch, dedupe: true, deadlineMs: 100 });
    const first = transport.send(row(), NO_INPUT);
    const late = expect(first).rejects.toMatchObject({ name: 'TimeoutError', limitMs: 100, phase: 'headers' });
    await settle();
    clock.advance(60);
    const second = transport.send(row(), NO_INPUT);
    await settle();
    clock.advance(40);
    await late;
    release();
    expect((await second).data).toEqual({ list: [1] });
    expect(fetch.requests).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
  });
});
