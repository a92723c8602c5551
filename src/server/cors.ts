import type { Outgoing } from './exchange.js';

const PUBLIC_PREFIX = '/v1/public/';

/** Pages of any origin may read these; they carry no cookies, and public keys are checked by origin where they name some. */
const OPEN_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-Request-ID, Retry-After',
} as const;

const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Max-Age': '600',
} as const;

/** What lets browsers on other origins read an answer: only below `/v1/public/`. */
export function corsHeaders(pathname: string): Readonly<Record<string, string>> {
  return pathname.startsWith(PUBLIC_PREFIX) ? OPEN_HEADERS : {};
}

/** The answer to a browser that asks before it sends; `undefined` for everything else. */
export function answerPreflight(
  { method, pathname }: { method: string; pathname: string },
  headers: Readonly<Record<string, string>>,
): Outgoing | undefined {
  if (method !== 'OPTIONS' || !pathname.startsWith(PUBLIC_PREFIX)) return undefined;
  return { status: 204, headers: { ...headers, ...PREFLIGHT_HEADERS }, body: undefined };
}
