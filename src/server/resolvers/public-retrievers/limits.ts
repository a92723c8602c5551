import type { JsonObject } from '../../../internal/json.js';
import type { Services } from '../../context.js';
import { Problem } from '../../problem.js';

const WINDOWS = [
  ['requests_per_minute', 60],
  ['requests_per_hour', 3600],
  ['requests_per_day', 86_400],
  ['requests_per_month', 30 * 86_400],
] as const;

interface Counted {
  /** Kind of sample that counts. */
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly attributes?: JsonObject;
}

/** Counts a request against limits on windows of time. Throws the 429 when one of them is used up. */
export function takeRequest(
  limits: JsonObject,
  { kind, subject, attributes = {} }: Counted,
  { meter, clock }: Services,
): void {
  const now = clock.now();
  for (const [name, seconds] of WINDOWS) {
    const limit = limits[name];
    if (typeof limit !== 'number') continue;
    const taken = meter.samples({ kind, subject, from: now - seconds * 1000 + 1 });
    if (taken.length < limit) continue;
    // When enough of the oldest have left the window.
    const freeAt = (taken[taken.length - limit]?.at ?? now) + seconds * 1000;
    throw tooMany({ name, limit, seconds, wait: Math.max(1, Math.ceil((freeAt - now) / 1000)) });
  }
  meter.record({ at: now, kind, subject, attributes });
}

function tooMany({
  name,
  limit,
  seconds,
  wait,
}: {
  name: string;
  limit: number;
  seconds: number;
  wait: number;
}): Problem {
  return new Problem({
    status: 429,
    message: `The limit ${name} of ${limit} is used up. Try again in ${wait} s.`,
    details: { limit, window: seconds, retry_after_seconds: wait },
    headers: {
      'Retry-After': String(wait),
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Window': String(seconds),
    },
  });
}
