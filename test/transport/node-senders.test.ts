import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { EventStream } from '../../src/call.js';
import { createHttpSender } from '../../src/transport/http-sender.js';
import type { Sender } from '../../src/transport/sender.js';
import { readText, reply, startServer } from '../helpers/http-server.js';
import { KEY, NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const POST = row({ http: 'POST', body: { kind: 'json' } });
const IMPORT = row({ http: 'POST', retry: 'unsafe', body: { kind: 'binary' } });
const EVENTS = row({ http: 'POST', body: { kind: 'json' }, stream: 'stream' });

const senders: [string, () => { sender?: Sender }][] = [
  ['undici', () => ({})],
  ['node:http', () => ({ sender: createHttpSender() })],
];

describe.each(senders)('sending on Node with %s', (_name, choose) => {
  it('carries method, address, headers and body, and reads the answer', async () => {
    const server = await startServer((request, response) => {
      void readText(request).then((body) => {
        reply(response, { body, headers: request.headers, url: request.url, method: request.method });
      });
    });
    const { transport } = setupTransport({ baseUrl: server.url, ...choose() });
    const answer = await transport.send(POST, { path: {}, query: { a: 'ä b' }, body: { b: ['ü'] } });
    expect(answer.data).toMatchObject({
      method: 'POST',
      url: '/v1/things?a=%C3%A4%20b',
      body: '{"b":["ü"]}',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'content-length': '12' },
    });
    expect(answer.requestId).toBe('req_http');
    expect(answer.response.headers.get('content-type')).toBe('application/json');
    await transport.close();
  });

  it('sends one request after another on one connection', async () => {
    const sockets = new Set<unknown>();
    const server = await startServer((request, response) => {
      sockets.add(request.socket);
      reply(response, {});
    });
    const { transport } = setupTransport({ baseUrl: server.url, ...choose() });
    for (let n = 0; n < 3; n += 1) await transport.send(row(), NO_INPUT);
    expect(sockets.size).toBe(1);
    await transport.close();
  });

  it('streams a body of unknown size', async () => {
    const server = await startServer((request, response) => {
      void readText(request).then((body) => {
        reply(response, { length: body.length, encoding: request.headers['transfer-encoding'] });
      });
    });
    async function* chunks() {
      for (let n = 0; n < 5; n += 1) yield new Uint8Array(100_000).fill(65);
    }
    const { transport } = setupTransport({ baseUrl: server.url, ...choose() });
    expect((await transport.send(IMPORT, { ...NO_INPUT, body: chunks() })).data).toEqual({
      length: 500_000,
      encoding: 'chunked',
    });
    await transport.close();
  });

  it('understands an answer that comes before the whole body was sent, and lets the body go', async () => {
    const server = await startServer((request, response) => {
      request.once('data', () => {
        request.pause();
        reply(response, { error: { message: 'No.', type: 'UnauthorizedError' } }, 401);
      });
    });
    let taken = 0;
    let ended = false;
    async function* chunks() {
      try {
        for (; taken < 1_024; taken++) yield new Uint8Array(65_536);
      } finally {
        ended = true;
      }
    }
    const { transport } = setupTransport({ baseUrl: server.url, ...choose() });
    const sending = transport.send(IMPORT, { ...NO_INPUT, body: chunks() });
    await expect(sending).rejects.toMatchObject({ status: 401 });
    const isEnded = (): boolean => ended;
    while (!isEnded()) await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeLessThan(1_024);
    await transport.close();
  });

  it('names a refused connection', async () => {
    const { transport } = setupTransport({ baseUrl: await unusedOrigin(), maxRetries: 0, ...choose() });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('names an answer that breaks off', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"a":', () => response.destroy());
    });
    const { transport } = setupTransport({ baseUrl: server.url, maxRetries: 0, ...choose() });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringContaining('broke off'),
    });
    await transport.close();
  });

  it('never follows a redirect', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(308, { location: 'http://127.0.0.1:1/v1/things' });
      response.end('somewhere else');
    });
    const { transport } = setupTransport({ baseUrl: server.url, ...choose() });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({ status: 308, type: 'RedirectError' });
    await transport.close();
  });

  it('ends at once when the attempt takes too long, and says what was going on', async () => {
    const asked = signal();
    const server = await startServer(() => asked.resolve());
    const { transport, clock } = setupTransport({ baseUrl: server.url, timeoutMs: 500, maxRetries: 0, ...choose() });
    const sending = transport.send(row(), NO_INPUT);
    sending.catch(() => undefined);
    await asked.promise;
    clock.advance(500);
    await expect(sending).rejects.toMatchObject({ name: 'TimeoutError', phase: 'headers' });
    await transport.close();
  });

  it('hands on events as they come, and ends the request when the reader leaves', async () => {
    const closed = signal();
    const server = await startServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"n":1}\n\n');
      response.once('close', () => closed.resolve());
    });
    const { transport } = setupTransport({ baseUrl: server.url, ...choose() });
    const { data } = await transport.send(EVENTS, { ...NO_INPUT, body: { stream: true } });
    const seen: unknown[] = [];
    for await (const event of data as EventStream<unknown>) {
      seen.push(event);
      break;
    }
    expect(seen).toEqual([{ n: 1 }]);
    await closed.promise;
    await transport.close();
  });
});

/** A promise and what resolves it. */
function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function unusedOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
