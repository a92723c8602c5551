import type { ServerClock } from './clock.js';
import type { Caller, Tier } from './context.js';
import { Problem } from './problem.js';

/** A token bucket: `burst` requests at once, then refilled at `perMinute`. */
export interface RateLimit {
  readonly perMinute: number;
  readonly burst: number;
}

export interface RateLimiter {
  /** Takes one request from the caller's bucket. Returns the headers of the answer; throws the 429. */
  take(
    caller: Pick<Caller, 'key' | 'tier'> & Partial<Pick<Caller, 'requestsPerMinute'>>,
  ): Readonly<Record<string, string>>;
  reset(): void;
}

const WINDOW_SECONDS = 60;

/** The documented limits; `basic` is not documented and lies between its neighbours. */
const LIMIT_BY_TIER: Readonly<Record<Tier, RateLimit | undefined>> = {
  free: { perMinute: 60, burst: 20 },
  basic: { perMinute: 300, burst: 100 },
  pro: { perMinute: 600, burst: 200 },
  enterprise: undefined,
};

/** `true`: by the caller's tier. */
export function createRateLimiter(option: boolean | RateLimit, clock: ServerClock): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();

  return {
    take(caller) {
      const limit =
        ownLimit(caller.requestsPerMinute) ?? (typeof option === 'boolean' ? limitOf(option, caller.tier) : option);
      if (limit === undefined) return {};
      const now = clock.now();
      const bucket = buckets.get(caller.key) ?? { tokens: limit.burst, at: now };
      buckets.set(caller.key, bucket);
      const perMs = limit.perMinute / (WINDOW_SECONDS * 1000);
      bucket.tokens = Math.min(limit.burst, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
      bucket.at = now;
      const granted = bucket.tokens >= 1;
      if (granted) bucket.tokens -= 1;
      // Whole seconds, rounded up: a caller that waits for the reset finds a token.
      const waitSeconds = bucket.tokens >= 1 ? 0 : Math.ceil((1 - bucket.tokens) / perMs / 1000);
      const headers = {
        'X-RateLimit-Limit': String(limit.perMinute),
        'X-RateLimit-Remaining': String(Math.floor(bucket.tokens)),
        'X-RateLimit-Reset': String(Math.ceil(now / 1000) + waitSeconds),
        'X-RateLimit-Window': String(WINDOW_SECONDS),
      };
      if (!granted) throw tooMany(limit, waitSeconds, headers);
      return headers;
    },
    reset: () => buckets.clear(),
  };
}

/** A key's own limit holds whether or not the server limits others. */
function ownLimit(perMinute: number | null | undefined): RateLimit | undefined {
  return typeof perMinute === 'number' ? { perMinute, burst: perMinute } : undefined;
}

function limitOf(on: boolean, tier: Tier): RateLimit | undefined {
  return on ? LIMIT_BY_TIER[tier] : undefined;
}

function tooMany(limit: RateLimit, waitSeconds: number, headers: Readonly<Record<string, string>>): Problem {
  return new Problem({
    status: 429,
    message: `The limit of ${limit.perMinute} requests a minute (${limit.burst} at once) is used up. Try again in ${waitSeconds} s.`,
    details: { limit: limit.perMinute, window: WINDOW_SECONDS, retry_after_seconds: waitSeconds },
    headers: { ...headers, 'Retry-After': String(waitSeconds) },
  });
}
