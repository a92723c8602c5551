import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { json, observeFetch } from '../helpers/fetch.js';
import { reply, startServer } from '../helpers/http-server.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const never = (): Promise<Response> => new Promise(() => undefined);

describe('deadline', () => {
  it('ends a call that waits for an answer and names the phase', async () => {
    const { transport, clock } = setupTransport({ fetch: observeFetch(never), deadlineMs: 5_000 });
    const sending = transport.send(row(), NO_INPUT);
    await clock.untilTimer();
    clock.advance(5_000);
    await expect(sending).rejects.toMatchObject({
      name: 'TimeoutError',
      scope: 'total',
      phase: 'headers',
      limitMs: 5_000,
      attempts: 1,
    });
    expect(clock.pending()).toEqual([]);
  });

  it('ends a call that waits before the next attempt', async () => {
    const fetch = observeFetch(json({}, { status: 503 }));
    const { transport, clock } = setupTransport({ fetch, deadlineMs: 700, maxRetries: 9 });
    const sending = clock.drive(transport.send(row(), NO_INPUT));
    // Half of 500, then half of 1000 would end at 750: the answer is worth more than a timeout.
    await expect(sending).rejects.toMatchObject({ status: 503, attempts: 2 });
  });

  it('ends a call whose body does not come', async () => {
    const fetch = observeFetch(
      () => new Response(new ReadableStream(), { headers: { 'content-type': 'application/json' } }),
    );
    const { transport, clock } = setupTransport({ fetch, deadlineMs: 5_000 });
    const sending = transport.send(row(), NO_INPUT);
    await clock.untilTimer();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(5_000);
    await expect(sending).rejects.toMatchObject({ name: 'TimeoutError', phase: 'body' });
  });
});

describe('attempt timeout', () => {
  it('ends one attempt and lets a safe row try again', async () => {
    const fetch = observeFetch(never, json({ ok: true }));
    const { transport, clock } = setupTransport({ fetch, timeoutMs: 1_000 });
    const sending = clock.drive(transport.send(row(), NO_INPUT));
    const { attempts, data } = await sending;
    expect(data).toEqual({ ok: true });
    expect(attempts[0]).toEqual({ number: 1, durationMs: 1_000, retryReason: 'timeout (headers)' });
  });

  it('does not repeat an unsafe row that may have been processed', async () => {
    const fetch = observeFetch(never, json({}));
    const { transport, clock } = setupTransport({ fetch, timeoutMs: 1_000 });
    await expect(clock.drive(transport.send(row({ retry: 'unsafe' }), NO_INPUT))).rejects.toMatchObject({
      name: 'TimeoutError',
      scope: 'attempt',
      attempts: 1,
    });
  });

  it('is passed on to fetch as an aborted signal', async () => {
    let seen: AbortSignal | undefined;
    const fetch = observeFetch((_request, signal) => {
      seen = signal;
      return never();
    });
    const { transport, clock } = setupTransport({ fetch, timeoutMs: 1_000, maxRetries: 0 });
    await clock.drive(transport.send(row(), NO_INPUT)).catch(() => undefined);
    expect(seen?.aborted).toBe(true);
  });

  it('covers the body over a real connection', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"half":');
    });
    const { transport, clock } = setupTransport({ baseUrl: server.url, timeoutMs: 1_000, maxRetries: 0 });
    let phase: string | undefined;
    const sending = transport.send(row(), NO_INPUT);
    sending.catch((error: unknown) => ({ phase } = error as { phase?: string }));
    await clock.untilTimer();
    await until(() => server.count() === 1);
    await ticks(20);
    clock.advance(1_000);
    await expect(sending).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(['headers', 'body']).toContain(phase);
  });
});

describe('abort', () => {
  it('refuses at once when the signal is aborted already', async () => {
    const fetch = observeFetch(json({}));
    const signal = AbortSignal.abort(new Error('never mind'));
    await expect(setupTransport({ fetch }).transport.send(row(), NO_INPUT, { signal })).rejects.toMatchObject({
      name: 'AbortError',
      cause: expect.objectContaining({ message: 'never mind' }),
    });
    expect(fetch.requests).toHaveLength(0);
  });

  it('ends a call that waits for an answer', async () => {
    const controller = new AbortController();
    const { transport } = setupTransport({
      fetch: observeFetch(() => {
        queueMicrotask(() => {
          controller.abort();
        });
        return never();
      }),
    });
    await expect(transport.send(row(), NO_INPUT, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('ends the wait before the next attempt', async () => {
    const controller = new AbortController();
    const { transport, clock } = setupTransport({ fetch: observeFetch(json({}, { status: 503 })) });
    const sending = transport.send(row(), NO_INPUT, { signal: controller.signal });
    await clock.untilTimer();
    controller.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.pending()).toEqual([]);
  });

  it('ends the reading of a body over a real connection', async () => {
    const controller = new AbortController();
    let closed = false;
    const server = await startServer((_request, response) => {
      response.on('close', () => (closed = true));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"half":');
    });
    const { transport } = setupTransport({ baseUrl: server.url });
    const sending = transport.send(row(), NO_INPUT, { signal: controller.signal });
    await until(() => server.count() === 1);
    await ticks(20);
    controller.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    await until(() => closed);
  });

  it('leaves no listener on a signal that is used again and again', async () => {
    const { signal } = new AbortController();
    const server = await startServer((_request, response, number) => {
      reply(response, {}, number % 3 === 0 ? 404 : 200);
    });
    const { transport, clock } = setupTransport({ baseUrl: server.url, timeoutMs: 1_000, deadlineMs: 5_000 });
    for (let call = 0; call < 30; call++) await transport.send(row(), NO_INPUT, { signal }).catch(() => undefined);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(clock.pending()).toEqual([]);
    await transport.close();
  });
});

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await new Promise((resolve) => setImmediate(resolve));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await ticks(1);
}
