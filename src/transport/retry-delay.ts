import type { HeaderReader } from './sender.js';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;

/** Milliseconds before attempt `failed + 1`: exponential with full jitter, 0.5 s to 8 s at most. `random` is in [0, 1). */
export function backoffMs(failed: number, random: number): number {
  return random * Math.min(FIRST_DELAY_MS * 2 ** (failed - 1), LONGEST_DELAY_MS);
}

/**
 * Seconds that the service asked to wait: `Retry-After` (seconds or a date), the error's details, or the reset of a used-up rate limit.
 * `undefined` when it did not say, or said something unreadable.
 */
export function readRetryAfter(
  headers: HeaderReader,
  details: Readonly<Record<string, unknown>> | undefined,
  nowMs: number,
): number | undefined {
  return (
    fromHeader(headers.get('retry-after'), nowMs) ??
    positive(details?.retry_after_seconds) ??
    positive(details?.retry_after) ??
    fromRateLimit(headers, nowMs)
  );
}

function fromHeader(value: string | null, nowMs: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - nowMs) / 1000);
}

/** Resets above this are Unix seconds, below it seconds from now. */
const SMALLEST_UNIX_SECONDS = 1_000_000_000;

function fromRateLimit(headers: HeaderReader, nowMs: number): number | undefined {
  const remaining = headers.get('x-ratelimit-remaining');
  const reset = headers.get('x-ratelimit-reset');
  if (remaining === null || reset === null || Number(remaining) !== 0 || reset.trim() === '') return undefined;
  const seconds = Number(reset);
  if (!Number.isFinite(seconds)) return undefined;
  return Math.max(0, seconds >= SMALLEST_UNIX_SECONDS ? seconds - nowMs / 1000 : seconds);
}

function positive(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
