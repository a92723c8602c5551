import type { Incoming } from './exchange.js';
import type { ReadPlainTarget, Target } from './target.js';

/** What `fetch` was given, read without a `Request`, which costs more than most answers. */
export interface PlainRequest {
  readonly incoming: Incoming;
  readonly signal: AbortSignal | undefined;
}

/** Paths without a host are taken relative to this one. */
export const ANY_HOST = 'http://mixpeek.local';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Members of `init` that are read here, or mean nothing to a server that never redirects. */
const MEMBERS: ReadonlySet<string> = new Set(['method', 'headers', 'body', 'signal', 'redirect']);
const REDIRECTS: ReadonlySet<unknown> = new Set([undefined, 'follow', 'manual', 'error']);

/** Headers that clients of the API send, in lower case. A browser would drop some of the others. */
const HEADERS =
  /^(?:authorization|accept|content-type|content-encoding|user-agent|idempotency-key|traceparent|x-(?!http-method|method)[\w-]+)$/;

/** Text that `Headers` keeps as it is. */
const VALUE = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * Reads a call of `fetch` that is plain in every part. `undefined`: some part needs the platform's rules, so that a
 * `Request` has to read, or refuse, the whole.
 */
export function readPlainRequest(
  input: Request | string | URL,
  init: RequestInit | undefined,
  readPlain: ReadPlainTarget,
): PlainRequest | undefined {
  if (typeof input !== 'string') return undefined;
  for (const name in init ?? {}) if (!MEMBERS.has(name)) return undefined;
  const { method = 'GET', signal, redirect } = init ?? {};
  if (!METHODS.has(method) || !REDIRECTS.has(redirect)) return undefined;
  if (signal !== undefined && signal !== null && !(signal instanceof AbortSignal)) return undefined;
  const headers = readHeaders(init?.headers);
  if (headers === undefined) return undefined;
  const body = init?.body ?? undefined;
  // Without a type of its own, a text gets one from `Request`.
  const isPlainBody = body instanceof Uint8Array || (typeof body === 'string' && headers['content-type'] !== undefined);
  if (body !== undefined && (method === 'GET' || !isPlainBody)) return undefined;
  const target = readTarget(input, readPlain);
  if (target === undefined) return undefined;
  return {
    incoming: new PlainIncoming({ method, target, headers, body: toBytes(body), signal: signal ?? undefined }),
    signal: signal ?? undefined,
  };
}

class PlainIncoming implements Incoming {
  readonly method: string;
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  #signal: AbortSignal | undefined;

  constructor({ method, target, headers, body, signal }: Omit<Incoming, 'body' | 'signal'> & PlainParts) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.#signal = signal;
  }

  /** One that never aborts when the caller gave none. */
  get signal(): AbortSignal {
    return (this.#signal ??= new AbortController().signal);
  }
}

interface PlainParts {
  readonly body: Uint8Array | undefined;
  readonly signal: AbortSignal | undefined;
}

function readTarget(input: string, readPlain: ReadPlainTarget): Target | undefined {
  if (!input.startsWith('/')) return readPlainAddress(input, readPlain);
  // `//host/path` keeps no more than the scheme of the base.
  return input.startsWith('//') ? undefined : readPlain(ANY_HOST, input);
}

/** An address with its scheme and host; `undefined` when only a URL parser can read it. */
export function readPlainAddress(address: string, readPlain: ReadPlainTarget): Target | undefined {
  const start = address.indexOf('/', address.indexOf('://') + 3);
  return start === -1 ? undefined : readPlain(address.slice(0, start), address.slice(start));
}

function readHeaders(given: RequestInit['headers']): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  if (given === undefined) return headers;
  if (typeof given !== 'object' || Symbol.iterator in given || Object.getPrototypeOf(given) !== Object.prototype) {
    return undefined;
  }
  for (const [written, value] of Object.entries(given) as [string, unknown][]) {
    const name = written.toLowerCase();
    if (typeof value !== 'string' || !VALUE.test(value) || !HEADERS.test(name)) return undefined;
    // `Headers` joins the values of a name that comes twice.
    if (name in headers) return undefined;
    headers[name] = value;
  }
  return headers;
}

/** A copy: what the caller does to its bytes afterwards is not seen. */
function toBytes(body: BodyInit | undefined): Uint8Array | undefined {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return body instanceof Uint8Array ? new Uint8Array(body) : undefined;
}
