import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Incoming, Outgoing } from './exchange.js';
import type { HttpHandler, Listening, ListenOptions } from './platform/platform.js';

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
    await write(await handler(toIncoming(request, abort.signal)), response);
    discardRest(request);
  } catch {
    // The fault rule, the broken body or the absent caller leaves nothing to answer.
    request.socket.destroy();
  }
}

function toIncoming(request: IncomingMessage, signal: AbortSignal): Incoming {
  const { method = 'GET', url = '/', headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return {
    method,
    url: new URL(url, 'http://localhost'),
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
