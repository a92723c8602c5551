import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { encodeProblem } from './encode.js';
import type { Incoming, Outgoing } from './exchange.js';
import type { HttpHandler, Listening, ListenOptions } from './platform/platform.js';
import { badRequest, Problem } from './problem.js';

/** How much of a body that nobody wants is read, so that its sender gets to see the answer. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** How long connections under way may go on when the server closes. */
const CLOSE_GRACE_MS = 2000;

/** Serves over HTTP, bodies streaming both ways. */
export async function listen(handler: HttpHandler, options: ListenOptions): Promise<Listening> {
  const { host = '127.0.0.1', port = 0 } = options;
  // Node counts a connection that has not asked for anything yet as active, so idle ones are known from here.
  const idle = new Set<Socket>();
  let closing = false;
  const server = createServer((request, response) => {
    const { socket } = request;
    idle.delete(socket);
    response.once('close', () => {
      if (closing) socket.end();
      else if (!socket.destroyed) idle.add(socket);
    });
    void serve(handler, request, response);
  });
  server.on('connection', (socket: Socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('clientError', refuseUnreadable);
  // Uploads may take longer than Node's default of five minutes a request.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, { host, port })));
    server.listen(port, host, resolve);
  });
  // A server that listens on a port has an address with a port.
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  return {
    url: `http://${shownHost}:${address.port}`,
    port: address.port,
    async close() {
      if (!server.listening) return;
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of idle) socket.destroy();
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function serve(handler: HttpHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const abort = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) abort.abort();
  });
  try {
    const url = toUrl(request);
    const incoming = url === undefined ? undefined : toIncoming(request, { url, signal: abort.signal });
    await write(incoming === undefined ? badAddress(request) : await handler(incoming), response);
    discardRest(request);
  } catch {
    // The fault rule, the broken body or the absent caller leaves nothing to answer.
    request.socket.destroy();
  }
}

/** The address as the caller wrote it, so that links in answers lead back here; `undefined` when it is none. */
function toUrl({ url = '/', headers }: IncomingMessage): URL | undefined {
  const origin = `http://${headers.host ?? 'localhost'}`;
  // A path that begins with two slashes is no host; proxies and `OPTIONS *` send what is no path at all.
  const [address, base] = url.startsWith('/') ? [origin + url] : [url, origin];
  if (!URL.canParse(origin) || new URL(origin).pathname !== '/' || !URL.canParse(address, base)) return undefined;
  return new URL(address, base);
}

function badAddress({ headers, url }: IncomingMessage): Outgoing {
  const message = `The Host header ${JSON.stringify(headers.host)} and the path ${JSON.stringify(url)} make no address.`;
  return encodeProblem(badRequest('invalid_address', message), {});
}

const UNREADABLE: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_INVALID_METHOD: [405, 'The method is none of HTTP.'],
  HPE_HEADER_OVERFLOW: [431, 'The headers are longer than this server reads.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The headers did not come in time.'],
};

/** Answers in JSON what Node's parser gave up on; there is no request by then, only a connection. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = UNREADABLE[error.code ?? ''] ?? [400, 'This is not HTTP that the server can read.'];
  const { body, headers } = encodeProblem(new Problem({ status, message }), { Connection: 'close' });
  const text = typeof body === 'string' ? body : '';
  const lines = Object.entries({ ...headers, 'Content-Length': String(Buffer.byteLength(text)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${text}`);
}

function toIncoming(request: IncomingMessage, { url, signal }: { url: URL; signal: AbortSignal }): Incoming {
  const { method = 'GET', headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return {
    method,
    url,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
    ),
    body: hasBody ? request : undefined,
    signal,
  };
}

async function write({ status, headers, body }: Outgoing, response: ServerResponse): Promise<void> {
  if (typeof body === 'object') {
    response.writeHead(status, headers);
    response.flushHeaders();
    await pipeline(Readable.from(body, { objectMode: false }), response);
    return;
  }
  const bytes = Buffer.from(body ?? '');
  const length: Record<string, string> = status === 204 ? {} : { 'Content-Length': String(bytes.length) };
  response.writeHead(status, { ...headers, ...length });
  await new Promise<void>((resolve, reject) => {
    response.once('close', () => (response.writableFinished ? resolve() : reject(new Error('The caller went away.'))));
    response.end(bytes, () => resolve());
  });
}

/** Closing a connection with unread bytes would reset it, and the sender might never see the answer. */
function discardRest(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  let drained = 0;
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MAX_DRAINED_BYTES) request.socket.destroy();
  });
  request.on('error', () => undefined);
}

function explain(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(`Port ${port} on ${host} is in use. Choose another port, or 0 for any free one.`, {
      cause: error,
    });
  }
  return new Error(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error });
}
