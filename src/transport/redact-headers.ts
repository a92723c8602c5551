const SHOWN_HEADERS = new Set([
  'accept',
  'content-length',
  'content-type',
  'date',
  'retry-after',
  'server',
  'transfer-encoding',
  'user-agent',
  'x-execution-mode',
  'x-namespace',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-ratelimit-window',
  'x-request-id',
]);

/** Header values that are safe to show; the others keep their name only. */
export function redactHeaders(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    shown[key] = SHOWN_HEADERS.has(key) ? value : '<redacted>';
  }
  return shown;
}
