import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSender as createDefaultSender } from '../../src/transport/sender.default.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { readText, reply, startServer } from '../helpers/http-server.js';
import { KEY, NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const POST = row({ http: 'POST', body: { kind: 'json' } });

function mock(origin: string): { close: () => void; seen: () => number } {
  let seen = 0;
  const msw = setupServer(
    http.all(`${origin}/*`, () => {
      seen += 1;
      return HttpResponse.json({ mocked: true });
    }),
  );
  msw.listen({ onUnhandledRequest: 'bypass' });
  onTestFinished(() => {
    msw.close();
  });
  return {
    close: () => {
      msw.close();
    },
    seen: () => seen,
  };
}

describe('on Node', () => {
  it('goes past fetch while nobody has put another one in its place', async () => {
    const server = await startServer((request, response) => {
      void readText(request).then((body) => {
        reply(response, { body, headers: request.headers, url: request.url });
      });
    });
    const native = vi.spyOn(Response.prototype, 'text');
    const { transport } = setupTransport({ baseUrl: server.url });
    const { data, response, requestId } = await transport.send(POST, { path: {}, query: { a: 1 }, body: { b: [2] } });
    expect(data).toMatchObject({
      body: '{"b":[2]}',
      url: '/v1/things?a=1',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'content-length': '9' },
    });
    expect(requestId).toBe('req_http');
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(native).not.toHaveBeenCalled();
    await transport.close();
  });

  it('is seen by msw that started before the client was made', async () => {
    const msw = mock('https://api.test');
    const { transport } = setupTransport();
    expect((await transport.send(POST, { ...NO_INPUT, body: {} })).data).toEqual({ mocked: true });
    expect(msw.seen()).toBe(1);
  });

  it('is seen by msw that started after the first request, and no more once it has stopped', async () => {
    const server = await startServer((_request, response) => {
      reply(response, { mocked: false });
    });
    const { transport } = setupTransport({ baseUrl: server.url });
    expect((await transport.send(row(), NO_INPUT)).data).toEqual({ mocked: false });
    const msw = mock(server.url);
    expect((await transport.send(row(), NO_INPUT)).data).toEqual({ mocked: true });
    msw.close();
    expect((await transport.send(row(), NO_INPUT)).data).toEqual({ mocked: false });
    await transport.close();
  });

  it('uses a replaced global fetch, looked up at every request', async () => {
    const { transport } = setupTransport();
    const first = observeFetch(json({ n: 1 }));
    vi.stubGlobal('fetch', first);
    expect((await transport.send(row(), NO_INPUT)).data).toEqual({ n: 1 });
    vi.stubGlobal('fetch', observeFetch(json({ n: 2 })));
    expect((await transport.send(row(), NO_INPUT)).data).toEqual({ n: 2 });
    expect(first.requests).toHaveLength(1);
  });

  it('streams a body of unknown size, both ways of sending', async () => {
    const server = await startServer((request, response) => {
      void readText(request).then((body) => {
        reply(response, { body, encoding: request.headers['transfer-encoding'] });
      });
    });
    const operation = row({ http: 'POST', body: { kind: 'ndjson' } });
    const expected = { body: '{"a":1}\n{"b":2}\n', encoding: 'chunked' };
    const { transport } = setupTransport({ baseUrl: server.url });
    expect((await transport.send(operation, { ...NO_INPUT, body: [{ a: 1 }, { b: 2 }] })).data).toEqual(expected);
    await transport.close();
    const viaFetch = setupTransport({ baseUrl: server.url, fetch: (input, init) => fetch(input, init) }).transport;
    expect((await viaFetch.send(operation, { ...NO_INPUT, body: [{ a: 1 }, { b: 2 }] })).data).toEqual(expected);
  });

  it('tells fetch to stop at redirects, and not to keep a streamed body for one', async () => {
    const observed = observeFetch(json({}));
    const { transport } = setupTransport({ fetch: observed });
    await transport.send(row(), NO_INPUT);
    await transport.send(row({ http: 'POST', body: { kind: 'ndjson' } }), { ...NO_INPUT, body: [{}] });
    expect(observed.requests.map(({ init }) => init.redirect)).toEqual(['manual', 'error']);
    expect(observed.requests[1]?.init).toMatchObject({ duplex: 'half' });
  });

  it.each([
    ['undici', undefined],
    ['fetch', (input: string | URL | Request, init?: RequestInit) => fetch(input, init)],
  ])('never follows a redirect with the key: %s', async (_name, fetchOption) => {
    const target = await startServer((_request, response) => {
      reply(response, {});
    });
    const server = await startServer((_request, response) => {
      response.writeHead(308, { location: `${target.url}/v1/things` });
      response.end();
    });
    const { transport } = setupTransport({ baseUrl: server.url, fetch: fetchOption });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({
      status: 308,
      message: expect.stringContaining(target.url),
      hint: expect.stringContaining('baseUrl'),
    });
    expect(target.count()).toBe(0);
    await transport.close();
  });

  it('names a refused connection, and repeats it even for an unsafe row', async () => {
    const { transport, clock } = setupTransport({ baseUrl: await unusedOrigin(), maxRetries: 1 });
    await expect(clock.drive(transport.send(row({ retry: 'unsafe' }), NO_INPUT))).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringContaining('ECONNREFUSED'),
      hint: expect.stringContaining('mixpeek serve'),
      attempts: 2,
    });
  });

  it('repeats a safe row whose answer is cut, and gives the whole one', async () => {
    const server = await startServer((_request, response, number) => {
      if (number > 1) {
        reply(response, { whole: true });
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"cut":', () => response.destroy());
    });
    const { transport, clock } = setupTransport({ baseUrl: server.url });
    const { data, attempts } = await clock.drive(transport.send(row(), NO_INPUT));
    expect(data).toEqual({ whole: true });
    expect(attempts[0]).toMatchObject({ number: 1, retryReason: expect.any(String) });
    await transport.close();
  });

  it('does not repeat an unsafe row whose answer is cut', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"cut":', () => response.destroy());
    });
    const { transport } = setupTransport({ baseUrl: server.url });
    await expect(transport.send(row({ retry: 'unsafe' }), NO_INPUT)).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringContaining('broke off'),
    });
    expect(server.count()).toBe(1);
    await transport.close();
  });

  it('goes through the proxy that the environment names', async () => {
    const proxied: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      proxied.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => void proxy.close(() => resolve())));
    vi.stubEnv('http_proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv('no_proxy', '');
    const { transport } = setupTransport({ baseUrl: 'http://service.test', maxRetries: 0 });
    await expect(transport.send(row(), NO_INPUT)).rejects.toMatchObject({ name: 'ConnectionError' });
    expect(proxied).toEqual(['service.test:80']);
  });

  it('names an error that comes from the body and not from the wire', async () => {
    const server = await startServer((request, response) => {
      void readText(request).then(
        () => {
          reply(response, {});
        },
        () => undefined,
      );
    });
    const operation = row({ http: 'POST', retry: 'idempotent', body: { kind: 'ndjson' } });
    const { transport } = setupTransport({ baseUrl: server.url });
    await expect(transport.send(operation, { ...NO_INPUT, body: [{ a: 1 }, { b: Number.NaN }] })).rejects.toMatchObject(
      {
        name: 'ValidationError',
        fieldErrors: [{ path: 'b' }],
      },
    );
    await transport.close();
  });
});

describe('elsewhere', () => {
  it('uses the global fetch without a user agent of its own, and collects streamed bodies', async () => {
    const observed = observeFetch(json({ ok: 1 }));
    vi.stubGlobal('fetch', observed);
    const { transport } = setupTransport({ sender: createDefaultSender() });
    await transport.send(row({ http: 'POST', body: { kind: 'ndjson' } }), { ...NO_INPUT, body: [{ a: 1 }] });
    expect(observed.requests[0]?.headers['user-agent']).toBeUndefined();
    expect(observed.requests[0]?.body).toBe('{"a":1}\n');
    expect(observed.requests[0]?.init.body).toBeInstanceOf(Blob);
  });
});

/** An address where nothing listens: a server's that was closed. */
async function unusedOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
