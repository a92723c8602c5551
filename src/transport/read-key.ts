import { encodeJson } from './json-body.js';
import type { Call } from './middleware.js';

/** Headers that say who asks or how the body is written, and change nothing about the answer. */
const IDLE: ReadonlySet<string> = new Set([
  'user-agent',
  'content-length',
  'content-encoding',
  'traceparent',
  'tracestate',
  'baggage',
  'x-request-id',
]);

/** With these, the caller looks after caching alone. */
const OWN_CACHING = ['if-none-match', 'if-modified-since', 'if-match', 'range'];

/**
 * What makes two reads the same: method, address, headers with key and namespace, and body. The remembered write token is
 * left out: it says how new an answer must be, not what is asked. `undefined` when the read cannot be compared.
 */
export function readKey(call: Call, headers: Readonly<Record<string, string>>): string | undefined {
  if (OWN_CACHING.some((name) => name in headers) || /no-(?:cache|store)/.test(headers['cache-control'] ?? '')) {
    return undefined;
  }
  const names = Object.keys(headers).filter(
    (name) => !IDLE.has(name) && (name !== 'x-write-token' || name in call.headers),
  );
  const lines = names.sort().map((name) => `${name}: ${headers[name] ?? ''}`);
  return [`${call.row.http} ${call.url}`, ...lines, '', bodyText(call)].join('\n');
}

function bodyText({ source, body }: Call): string {
  if (source === undefined) return '';
  // Compressed bodies are opened as streams.
  const opened = source.encoding === undefined ? source.open(1) : undefined;
  return typeof opened === 'string' ? opened : (encodeJson(body ?? {}) ?? '');
}
