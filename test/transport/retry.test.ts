import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/operation.js';
import { createRetryBudget } from '../../src/transport/retry-budget.js';
import { createManualClock } from '../helpers/clock.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const WRITE = row({ id: 'things.create', http: 'POST', retry: 'unsafe', body: { kind: 'json' } });
const REFUSED = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
const RESET = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });

function failure(status: number, headers: Record<string, string> = {}, details?: Record<string, unknown>): Response {
  return json({ success: false, status, error: { message: 'no', type: 'X', details } }, { status, headers });
}

async function attemptsOf(operation: Operation, reply: Response | Error): Promise<number> {
  const fetch = observeFetch(reply, json({}));
  const { transport, clock } = setupTransport({ fetch });
  await clock.drive(transport.send(operation, NO_INPUT)).catch(() => undefined);
  return fetch.requests.length;
}

describe('what is retried', () => {
  it.each([408, 429, 500, 502, 503, 504])('repeats a safe request after %i', async (status) => {
    expect(await attemptsOf(row(), failure(status))).toBe(2);
  });

  it.each([400, 401, 403, 404, 409, 422, 501])('does not repeat a safe request after %i', async (status) => {
    expect(await attemptsOf(row(), failure(status))).toBe(1);
  });

  it('repeats a safe request whose connection broke', async () => {
    expect(await attemptsOf(row({ retry: 'idempotent' }), RESET)).toBe(2);
  });

  it('repeats a safe request whose JSON is cut', async () => {
    expect(await attemptsOf(row(), new Response('{"a":', { headers: { 'content-type': 'application/json' } }))).toBe(2);
  });

  it.each([
    ['429', failure(429), 2],
    ['503 with Retry-After', failure(503, { 'retry-after': '1' }), 2],
    ['503 without Retry-After', failure(503), 1],
    ['500', failure(500), 1],
    ['a refused connection', REFUSED, 2],
    ['a broken connection', RESET, 1],
  ])('repeats an unsafe request only if it was not processed: %s', async (_name, reply, expected) => {
    expect(await attemptsOf(WRITE, reply)).toBe(expected);
  });

  it('never repeats after a used-up quota', async () => {
    const quota = json({ error: { message: 'full', type: 'QuotaExceededError' } }, { status: 429 });
    expect(await attemptsOf(row(), quota)).toBe(1);
  });

  it('does not repeat a body that can be read only once, and says so', async () => {
    async function* lines(): AsyncGenerator<object> {
      yield { a: 1 };
    }
    const fetch = observeFetch(failure(503));
    const { transport } = setupTransport({ fetch });
    const sending = transport.send(row({ http: 'POST', body: { kind: 'ndjson' } }), { ...NO_INPUT, body: lines() });
    await expect(sending).rejects.toMatchObject({ status: 503, hint: expect.stringContaining('only once') });
    expect(fetch.requests).toHaveLength(1);
    expect(fetch.requests[0]?.body).toBe('{"a":1}\n');
  });
});

describe('the attempt loop', () => {
  it('stops after maxRetries further attempts and reports how many there were', async () => {
    const fetch = observeFetch(failure(503));
    const { transport, clock } = setupTransport({ fetch, maxRetries: 3 });
    await expect(clock.drive(transport.send(row(), NO_INPUT))).rejects.toMatchObject({ status: 503, attempts: 4 });
    expect(fetch.requests).toHaveLength(4);
  });

  it('keeps a record of every attempt with the reason for the next', async () => {
    const fetch = observeFetch(failure(503, { 'x-request-id': 'req_a' }), RESET, json({ ok: 1 }));
    const { transport, clock } = setupTransport({ fetch });
    const { attempts } = await clock.drive(transport.send(row(), NO_INPUT));
    expect(attempts).toEqual([
      { number: 1, durationMs: 0, status: 503, requestId: 'req_a', retryReason: 'status 503' },
      { number: 2, durationMs: 0, retryReason: 'ECONNRESET' },
      { number: 3, durationMs: 0, status: 200 },
    ]);
  });

  it('waits longer each time, with jitter', async () => {
    const delays: number[] = [];
    const hooks = { onRetry: ({ delayMs }: { delayMs: number }) => void delays.push(delayMs) };
    const { transport, clock } = setupTransport({ fetch: observeFetch(RESET), hooks, maxRetries: 6 });
    await expect(clock.drive(transport.send(row(), NO_INPUT))).rejects.toThrow('ECONNRESET');
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  });

  it('waits as long as the service asks, however long that is', async () => {
    const { transport, clock } = setupTransport({
      fetch: observeFetch(failure(429, { 'retry-after': '300' }), json({})),
    });
    const startedAt = clock.now();
    await clock.drive(transport.send(row(), NO_INPUT));
    expect(clock.now() - startedAt).toBe(300_000);
  });

  it('fails at once when the wait asked for would outlast the deadline', async () => {
    const fetch = observeFetch(failure(429, {}, { retry_after_seconds: 20 }));
    const { transport } = setupTransport({ fetch, deadlineMs: 10_000 });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({ status: 429, retryAfter: 20, attempts: 1 });
  });

  it('stops retrying when the budget is used up', async () => {
    const clock = createManualClock();
    const fetch = observeFetch(failure(503));
    const retryBudget = createRetryBudget({ clock, capacity: 1, perSecond: 0 });
    const { transport } = setupTransport({ fetch, clock, retryBudget, maxRetries: 5 });
    await expect(clock.drive(transport.send(row(), NO_INPUT))).rejects.toMatchObject({ attempts: 2 });
    await expect(clock.drive(transport.send(row(), NO_INPUT))).rejects.toMatchObject({ attempts: 1 });
  });

  it('opens the body anew for each attempt', async () => {
    const fetch = observeFetch(failure(503, { 'retry-after': '0' }), json({}));
    const { transport, clock } = setupTransport({ fetch });
    const operation = row({ http: 'POST', body: { kind: 'ndjson' } });
    await clock.drive(transport.send(operation, { ...NO_INPUT, body: [{ a: 1 }, { b: 2 }] }));
    expect(fetch.requests.map((request) => request.body)).toEqual(['{"a":1}\n{"b":2}\n', '{"a":1}\n{"b":2}\n']);
  });
});
