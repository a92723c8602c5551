import { readAll } from './bytes.js';
import { Problem } from './problem.js';

/** A request that leaves the server. */
export interface OutboundRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Limit for the whole exchange, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Largest answer, in bytes. Default 10 MiB. */
  readonly maxBytes?: number;
  /** Only the status matters: what follows it is not read, however long it is. */
  readonly statusOnly?: boolean;
  readonly signal?: AbortSignal;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** Where it came from, after redirects. */
  readonly url: string;
}

/**
 * Reaches out of the server: to this machine, and to hosts that the option `allowHosts` names. Each redirect is checked
 * like the first address. Not for use inside a transaction: others would wait for the answer.
 */
export type Outbound = (url: string, request?: OutboundRequest) => Promise<OutboundAnswer>;

const MAX_REDIRECTS = 5;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 10 * 1024 ** 2;

/** `allowHosts`: host names, `*.example.com` for all below one. */
export function createOutbound(
  allowHosts: readonly string[],
  send: typeof fetch = (...args) => fetch(...args),
): Outbound {
  return async (address, request = {}) => {
    const {
      method = 'GET',
      headers = {},
      body,
      timeoutMs = DEFAULT_TIMEOUT_MS,
      maxBytes = DEFAULT_MAX_BYTES,
      statusOnly = false,
    } = request;
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = request.signal === undefined ? limit : AbortSignal.any([limit, request.signal]);
    let url = toAllowedUrl(address, allowHosts);
    let step = { method, headers: { ...headers }, body };
    for (let redirects = 0; ; redirects++) {
      const { body: bytes, ...head } = step;
      const response = await send(url, {
        ...head,
        ...(bytes === undefined ? {} : { body: bytes }),
        redirect: 'manual',
        signal,
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) {
        if (statusOnly) await response.body?.cancel();
        return {
          status: response.status,
          headers: response.headers,
          bytes: statusOnly ? new Uint8Array() : await readAnswer(response, maxBytes),
          url: url.href,
        };
      }
      await response.body?.cancel();
      if (redirects === MAX_REDIRECTS) throw refused(`${address} redirects more than ${MAX_REDIRECTS} times.`);
      const next = toAllowedUrl(new URL(location, url).href, allowHosts);
      step = afterRedirect(step, response.status, next.origin === url.origin);
      url = next;
    }
  };
}

/** Throws the 400 for an address that this server does not reach. */
export function toAllowedUrl(address: string, allowHosts: readonly string[]): URL {
  if (!URL.canParse(address)) throw refused(`"${address.slice(0, 200)}" is not a URL.`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(
      `${address.slice(0, 200)} is reached by ${url.protocol}, and this server speaks http: and https: alone.`,
    );
  }
  const host = url.hostname.toLowerCase();
  if (!isLoopback(host) && !allowHosts.some((pattern) => matchesHost(host, pattern.toLowerCase()))) {
    throw refused(
      `This server does not reach ${host}: it reaches this machine alone. Name the host in its option allowHosts to allow it.`,
    );
  }
  return url;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

const matchesHost = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;

interface Step {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** What browsers do: 303 asks by GET, and secrets do not follow to another origin. */
function afterRedirect(step: Step, status: number, sameOrigin: boolean): Step {
  const headers = sameOrigin
    ? step.headers
    : Object.fromEntries(Object.entries(step.headers).filter(([name]) => !/^(authorization|cookie|x-.*)$/i.test(name)));
  const asksAnew = status === 303 || ((status === 301 || status === 302) && step.method === 'POST');
  return asksAnew ? { method: 'GET', headers, body: undefined } : { ...step, headers };
}

async function readAnswer(response: Response, maxBytes: number): Promise<Uint8Array> {
  try {
    return await readAll(response.body ?? new Uint8Array(), maxBytes);
  } catch (error) {
    if (error instanceof Problem) throw refused(`The answer of ${response.url} is over ${maxBytes} bytes.`);
    throw error;
  }
}

const refused = (message: string): Problem => new Problem({ status: 400, code: 'unreachable_address', message });
