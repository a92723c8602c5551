import fc from 'fast-check';
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { EventStream } from '../../src/call.js';
import { parseEvents, type ServerSentEvent } from '../../src/transport/sse.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { startServer } from '../helpers/http-server.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const EXECUTE = row({ http: 'POST', body: { kind: 'json' }, stream: 'stream' });
const INPUT = { ...NO_INPUT, body: { stream: true } };

async function parse(text: string, cuts: readonly number[] = []): Promise<ServerSentEvent[]> {
  const bytes = new TextEncoder().encode(text);
  const bounds = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 1; at < bounds.length; at++) yield bytes.subarray(bounds[at - 1], bounds[at]);
  }
  return collect(parseEvents(chunks()));
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function events(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}

const STORY =
  ': hello\r\n\r\nevent: token\r\ndata: {"a":"ä€𝄞"}\r\nid: 7\r\n\r\n:keep-alive\n\ndata: one\ndata:two\ndata\n\nretry: 5\rdata: last\r\r';

describe('parseEvents', () => {
  it('reads names, several data lines, comments and all three line ends', async () => {
    expect(await parse(STORY)).toEqual([
      { event: 'token', data: '{"a":"ä€𝄞"}', id: '7' },
      { event: 'message', data: 'one\ntwo\n', id: '7' },
      { event: 'message', data: 'last', id: '7' },
    ]);
  });

  it('reads the same wherever the chunks are cut', async () => {
    const whole = await parse(STORY);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (cuts) => {
        expect(await parse(STORY, cuts)).toEqual(whole);
      }),
    );
  });

  it('gives out a last event whose blank line is missing', async () => {
    expect((await parse('data: a\n\ndata: b')).map(({ data }) => data)).toEqual(['a', 'b']);
  });

  it('skips a byte order mark', async () => {
    expect(await parse('\uFEFFdata: a\n\n')).toHaveLength(1);
  });
});

describe('streaming operations', () => {
  it('ask for events and give them decoded until [DONE]', async () => {
    const fetch = observeFetch(
      events(
        'data: {"event_type":"stage_start"}\n\nevent: done\ndata: {"n":1}\n\ndata: [DONE]\n\ndata: {"late":1}\n\n',
      ),
    );
    const { transport } = setupTransport({ fetch });
    const { data } = await transport.send(EXECUTE, INPUT);
    expect(await collect(data as EventStream<unknown>)).toEqual([
      { event_type: 'stage_start' },
      { event_type: 'done', n: 1 },
    ]);
    expect(fetch.requests[0]?.headers.accept).toBe('text/event-stream');
  });

  it('answer with JSON when events were not asked for', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(json({ documents: [] })) });
    expect((await transport.send(EXECUTE, { ...NO_INPUT, body: { stream: false } })).data).toEqual({ documents: [] });
  });

  it('are retried until the answer begins', async () => {
    const fetch = observeFetch(json({}, { status: 503 }), events('data: 1\n\n'));
    const { transport, clock } = setupTransport({ fetch });
    const { data } = await clock.drive(transport.send(EXECUTE, INPUT));
    expect(await collect(data as EventStream<unknown>)).toEqual([1]);
  });

  it('refuse an answer that is not events, and an event that is not JSON', async () => {
    const { transport } = setupTransport({ fetch: observeFetch(json({}), events('data: {oops\n\n')), maxRetries: 0 });
    await expect(transport.send(EXECUTE, INPUT)).rejects.toMatchObject({ name: 'DecodeError' });
    const { data } = await transport.send(EXECUTE, INPUT);
    await expect(collect(data as EventStream<unknown>)).rejects.toMatchObject({
      name: 'DecodeError',
      excerpt: '{oops',
    });
  });

  it.each(['leaving the loop', 'close()', 'abort', 'deadline'])('end the request on %s', async (how) => {
    let closed = false;
    const isClosed = (): boolean => closed;
    const server = await startServer((_request, response) => {
      response.on('close', () => (closed = true));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
    });
    const controller = new AbortController();
    const { transport, clock } = setupTransport({ baseUrl: server.url, deadlineMs: 5_000, timeoutMs: 1_000 });
    const { data } = await transport.send(EXECUTE, INPUT, { signal: controller.signal });
    const stream = data as EventStream<unknown>;
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const event of stream) {
        seen.push(event);
        if (how === 'leaving the loop') break;
        if (how === 'close()') stream.close();
        if (how === 'abort') controller.abort();
        if (how === 'deadline') clock.advance(5_000);
      }
    })();
    const name = { abort: 'AbortError', deadline: 'TimeoutError' }[how];
    if (name === undefined) await reading;
    else await expect(reading).rejects.toMatchObject({ name });
    expect(seen).toEqual([1]);
    while (!isClosed()) await new Promise((resolve) => setImmediate(resolve));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expect(clock.pending()).toEqual([]);
    await transport.close();
  });

  it('report a connection that breaks in the middle', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n', () => response.destroy());
    });
    const { transport } = setupTransport({ baseUrl: server.url });
    const { data } = await transport.send(EXECUTE, INPUT);
    await expect(collect(data as EventStream<unknown>)).rejects.toMatchObject({ name: 'ConnectionError' });
    await transport.close();
  });
});

it('gives named events with their names where the operation has such', async () => {
  const { transport } = setupTransport({
    fetch: observeFetch(events('event: token\ndata: {"content":"a"}\n\nevent: done\ndata: {}\n\n')),
  });
  const named = row({ http: 'POST', body: { kind: 'json' }, stream: 'stream', namedEvents: true });
  const { data } = await transport.send(named, INPUT);
  expect(await collect(data as EventStream<unknown>)).toEqual([
    { event: 'token', data: { content: 'a' } },
    { event: 'done', data: {} },
  ]);
});
