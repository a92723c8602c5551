import {
  createServer,
  STATUS_CODES,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { encodeProblem } from './encode.js';
import type { Incoming, Outgoing } from './exchange.js';
import type { HttpHandler, Listening, ListenOptions } from './platform/platform.js';
import { badRequest, Problem } from './problem.js';
import { createPlainTargetReader, toTarget, type ReadPlainTarget, type Target } from './target.js';

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
  const readPlain = createPlainTargetReader();
  const write = createWholeWriter();
  const server = createServer((request, response) => {
    const { socket } = request;
    idle.delete(socket);
    const incoming = new HttpIncoming(request, readTarget(request, readPlain));
    response.on('close', () => {
      if (!response.writableFinished) incoming.leave();
      if (closing) socket.end();
      else if (!socket.destroyed) idle.add(socket);
    });
    void serve(handler, incoming, { response, write });
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

async function serve(
  handler: HttpHandler,
  incoming: HttpIncoming,
  { response, write }: { response: ServerResponse; write: (whole: Whole) => void },
): Promise<void> {
  const { request } = incoming;
  try {
    const outgoing = incoming.hasAddress() ? await handler(incoming) : badAddress(request);
    if (incoming.hasLeft) return;
    if (typeof outgoing.body === 'object') await writeStream(outgoing, outgoing.body, response);
    else write({ response, status: outgoing.status, headers: outgoing.headers, text: outgoing.body ?? '' });
    if (incoming.body !== undefined) discardRest(request);
  } catch {
    // The fault rule, the broken body or the absent caller leaves nothing to answer.
    request.socket.destroy();
  }
}

/** A request of Node's as the pipeline reads it. What few requests need is made when it is asked for. */
class HttpIncoming implements Incoming {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | undefined;
  hasLeft = false;
  readonly #target: Target | undefined;
  #abort: AbortController | undefined;

  constructor(request: IncomingMessage, target: Target | undefined) {
    const { method = 'GET', headers } = request;
    this.request = request;
    this.method = method;
    this.headers = joinLists(headers);
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    this.body = hasBody ? request : undefined;
    this.#target = target;
  }

  hasAddress(): boolean {
    return this.#target !== undefined;
  }

  get target(): Target {
    if (this.#target === undefined) throw new Error('A request without an address is answered before it is handled.');
    return this.#target;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.hasLeft) this.#abort.abort();
    return this.#abort.signal;
  }

  leave(): void {
    this.hasLeft = true;
    this.#abort?.abort();
  }
}

/** Node gives a list for `set-cookie` alone, which no caller has a reason to send. */
function joinLists(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const list = headers['set-cookie'];
  // Every other value is one text.
  const texts = headers as Readonly<Record<string, string>>;
  return list === undefined ? texts : { ...texts, 'set-cookie': list.join(', ') };
}

/** The address as the caller wrote it, so that links in answers lead back here; `undefined` when it is none. */
function readTarget({ url = '/', headers }: IncomingMessage, readPlain: ReadPlainTarget): Target | undefined {
  const { host = 'localhost' } = headers;
  return readPlain(`http://${host}`, url) ?? parseTarget(host, url);
}

function parseTarget(host: string, url: string): Target | undefined {
  const origin = `http://${host}`;
  // A path that begins with two slashes is no host; proxies and `OPTIONS *` send what is no path at all.
  const [address, base] = url.startsWith('/') ? [origin + url] : [url, origin];
  if (!URL.canParse(origin) || new URL(origin).pathname !== '/' || !URL.canParse(address, base)) return undefined;
  return toTarget(new URL(address, base));
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

async function writeStream(
  { status, headers }: Outgoing,
  body: AsyncIterable<Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(status, headers);
  response.flushHeaders();
  await pipeline(Readable.from(body, { objectMode: false }), response);
}

interface Whole {
  readonly response: ServerResponse;
  readonly status: number;
  readonly headers: Outgoing['headers'];
  readonly text: string;
}

/**
 * Writes answers at the end of the turn in which they became ready. Waking a caller is what a write costs most of, and
 * callers whose answers leave one after the other are awake from the first.
 */
function createWholeWriter(): (whole: Whole) => void {
  let waiting: Whole[] = [];
  const flush = (): void => {
    const due = waiting;
    waiting = [];
    for (const whole of due) if (!whole.response.destroyed) writeWhole(whole);
  };
  return (whole) => {
    if (waiting.push(whole) === 1) setImmediate(flush);
  };
}

function writeWhole({ response, status, headers, text }: Whole): void {
  const length = Buffer.byteLength(text);
  const list: string[] = [];
  for (const [name, value] of Object.entries(headers)) list.push(name, value);
  if (status !== 204) list.push('Content-Length', String(length));
  response.writeHead(status, list);
  // ASCII needs no encoding.
  response.end(text, length === text.length ? 'latin1' : 'utf8');
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
