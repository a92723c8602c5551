import { beforeAll, describe, expect, it } from 'vitest';
import { createHedgeBudget } from '../../src/transport/hedge-budget.js';
import type { RequestEvent, ResponseEvent } from '../../src/transport/hooks.js';
import { createLatencies } from '../../src/transport/latencies.js';
import { json, observeFetch, type Reply } from '../helpers/fetch.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

/** Lets everything go on that waits for neither time nor an answer. */
async function settle(): Promise<void> {
  for (let tick = 0; tick < 5; tick++) await new Promise((resolve) => setImmediate(resolve));
}

// Loaded on first use otherwise, which takes as long as it takes.
beforeAll(() =>
  Promise.all([import('../../src/transport/shared-reads.js'), import('../../src/transport/vector-json.js')]),
);

interface Held {
  readonly reply: Reply;
  readonly answer: (response: Response) => void;
  readonly isCancelled: () => boolean;
}

/** A reply that comes when the test says so, or fails when the request is cancelled. */
function hold(): Held {
  let answer: Held['answer'] = () => undefined;
  let cancelled = false;
  const answered = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  return {
    answer: (response) => {
      answer(response);
    },
    isCancelled: () => cancelled,
    reply: (_request, signal) => {
      signal.addEventListener('abort', () => {
        cancelled = true;
      });
      return answered.then((response) => response.clone());
    },
  };
}

describe('a hedged read', () => {
  it('is sent again when its answer has not begun in time; the first answer wins and the other attempt is cancelled', async () => {
    const slow = hold();
    const fetch = observeFetch(slow.reply, json({ from: 2 }, { headers: { 'x-request-id': 'req_2' } }));
    const { transport, clock } = setupTransport({ fetch, hedge: { afterMs: 50 } });
    const sending = transport.send(row(), NO_INPUT);
    expect(await clock.untilTimer()).toBe(50);
    clock.advance(49);
    await settle();
    expect(fetch.requests).toHaveLength(1);
    clock.advance(1);
    const { data, attempts, requestId } = await sending;
    expect([data, requestId]).toEqual([{ from: 2 }, 'req_2']);
    expect(attempts).toEqual([
      { number: 1, durationMs: 50 },
      { number: 2, durationMs: 0, status: 200, requestId: 'req_2', hedged: true },
    ]);
    expect(slow.isCancelled()).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  it('gives the answer of the first attempt when that comes first, and tells of the hedge', async () => {
    const [first, second] = [hold(), hold()];
    const { transport, clock } = setupTransport({ fetch: observeFetch(first.reply, second.reply) });
    const sending = transport.send(row(), NO_INPUT, { hedge: { afterMs: 50 } });
    await clock.untilTimer();
    clock.advance(50);
    await settle();
    first.answer(json({ from: 1 }));
    const { data, attempts } = await sending;
    expect(data).toEqual({ from: 1 });
    expect(attempts).toEqual([
      { number: 2, durationMs: 0, hedged: true },
      { number: 1, durationMs: 50, status: 200 },
    ]);
    expect([first.isCancelled(), second.isCancelled()]).toEqual([false, true]);
  });

  it('waits for the other attempt when one fails in a way that may be repeated, and ends with a refusal of either', async () => {
    const [first, second] = [hold(), hold()];
    const { transport, clock } = setupTransport({ fetch: observeFetch(first.reply, second.reply) });
    const sending = transport.send(row(), NO_INPUT, { hedge: { afterMs: 50 } });
    await clock.untilTimer();
    clock.advance(50);
    await settle();
    first.answer(json({}, { status: 503 }));
    await settle();
    second.answer(json({ error: { message: 'no' } }, { status: 404 }));
    await expect(sending).rejects.toMatchObject({ status: 404, attempts: 2 });
  });

  it('retries when both attempts failed, and counts on', async () => {
    const [first, second] = [hold(), hold()];
    const fetch = observeFetch(first.reply, second.reply, json({ from: 3 }));
    const { transport, clock } = setupTransport({ fetch, hedge: { afterMs: 50 } });
    const sending = transport.send(row(), NO_INPUT);
    await clock.untilTimer();
    clock.advance(50);
    await settle();
    second.answer(json({}, { status: 502 }));
    await settle();
    first.answer(json({}, { status: 503 }));
    const { attempts } = await clock.drive(sending);
    expect(attempts).toEqual([
      { number: 2, durationMs: 0, status: 502, hedged: true },
      { number: 1, durationMs: 50, status: 503, retryReason: 'status 503' },
      { number: 3, durationMs: 0, status: 200 },
    ]);
  });

  it('ends both attempts with the call', async () => {
    const [first, second] = [hold(), hold()];
    const { transport, clock } = setupTransport({ fetch: observeFetch(first.reply, second.reply), deadlineMs: 80 });
    const sending = transport.send(row(), NO_INPUT, { hedge: { afterMs: 50 } });
    const refused = expect(sending).rejects.toMatchObject({ name: 'TimeoutError', scope: 'total', phase: 'headers' });
    await clock.untilTimer();
    clock.advance(50);
    await settle();
    clock.advance(30);
    await refused;
    expect([first.isCancelled(), second.isCancelled(), clock.pending()]).toEqual([true, true, []]);
  });

  it('is told to hooks as an attempt of its own', async () => {
    const events: (Pick<RequestEvent, 'attempt' | 'hedged'> & { type: string })[] = [];
    const note =
      (type: string) =>
      ({ attempt, hedged }: RequestEvent | ResponseEvent): void => {
        events.push({ type, attempt, ...(hedged ? { hedged } : {}) });
      };
    const { transport, clock } = setupTransport({
      fetch: observeFetch(hold().reply, json({})),
      hedge: { afterMs: 50 },
      hooks: { onRequest: note('request'), onResponse: note('response') },
    });
    await clock.drive(transport.send(row(), NO_INPUT));
    expect(events).toEqual([
      { type: 'request', attempt: 1 },
      { type: 'request', attempt: 2, hedged: true },
      { type: 'response', attempt: 2, hedged: true },
    ]);
  });

  it.each([
    ['an unsafe row', row({ http: 'POST', retry: 'unsafe' }), undefined],
    ['a row that leaves the same state', row({ http: 'PUT', retry: 'idempotent' }), undefined],
    ['events', row({ http: 'POST', body: { kind: 'json' }, stream: 'stream' }), { stream: true }],
    ['an upload', row({ http: 'POST', body: { kind: 'binary' } }), new Uint8Array(1)],
  ])('is never %s', async (_name, operation, body) => {
    const fetch = observeFetch(hold().reply);
    const { transport, clock } = setupTransport({ fetch, hedge: { afterMs: 50 } });
    const { signal, abort } = abortable();
    const sending = transport.send(operation, { ...NO_INPUT, body }, { signal });
    await settle();
    expect(clock.pending()).toEqual([]);
    abort();
    await expect(sending).rejects.toThrow();
  });

  it('is not sent when the call says so', async () => {
    const slow = hold();
    const { transport, clock } = setupTransport({ fetch: observeFetch(slow.reply), hedge: { afterMs: 50 } });
    const sending = transport.send(row(), NO_INPUT, { hedge: false });
    await settle();
    expect(clock.pending()).toEqual([]);
    slow.answer(json({}));
    await sending;
  });

  it('is sent for at most ten calls in a burst', async () => {
    const slow = hold();
    const fetch = observeFetch(slow.reply);
    const { transport, clock } = setupTransport({ fetch, hedge: { afterMs: 50 } });
    const sending = Array.from({ length: 30 }, () => transport.send(row(), NO_INPUT));
    await settle();
    clock.advance(50);
    await settle();
    expect(fetch.requests).toHaveLength(40);
    slow.answer(json({}));
    await Promise.all(sending);
  });
});

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: () => {
      controller.abort();
    },
  };
}

it('a hedge budget gives back a tenth of a hedge per call', () => {
  const budget = createHedgeBudget();
  while (budget.take());
  for (let call = 0; call < 9; call++) budget.earn();
  expect(budget.take()).toBe(false);
  budget.earn();
  budget.earn();
  expect([budget.take(), budget.take()]).toEqual([true, false]);
});

describe('p95', () => {
  it('knows nothing before twenty calls, and each operation for itself', () => {
    const latencies = createLatencies();
    for (let call = 0; call < 19; call++) latencies.record('a', 100);
    expect(latencies.p95('a')).toBeUndefined();
    latencies.record('a', 100);
    expect([latencies.p95('a'), latencies.p95('b')]).toEqual([100, undefined]);
  });

  it('is what nineteen in twenty of the latest hundred calls stayed below, ten milliseconds at least', () => {
    const latencies = createLatencies();
    for (let call = 0; call < 50; call++) latencies.record('a', 9_999);
    for (let call = 1; call <= 100; call++) latencies.record('a', call);
    expect(latencies.p95('a')).toBe(95);
    for (let call = 1; call <= 100; call++) latencies.record('a', 1);
    expect(latencies.p95('a')).toBe(10);
  });

  it('hedges by what the calls before have taken', async () => {
    const replies = Array.from({ length: 20 }, () => json({}));
    const fetch = observeFetch(...replies, hold().reply, json({ from: 'hedge' }));
    const { transport, clock } = setupTransport({ fetch, hedge: { afterMs: 'p95' } });
    for (let call = 0; call < 20; call++) await transport.send(row(), NO_INPUT);
    const sending = transport.send(row(), NO_INPUT);
    expect(await clock.untilTimer()).toBe(10);
    clock.advance(10);
    expect((await sending).data).toEqual({ from: 'hedge' });
  });
});
