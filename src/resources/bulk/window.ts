/** How many requests may be under way at once. */
export interface WindowBounds {
  readonly min: number;
  readonly max: number;
}

/** Given out when a request starts, handed back with what became of it. */
export interface Ticket {
  readonly epoch: number;
  /** The window was full: only then does its latency tell about the limit. */
  readonly isFull: boolean;
}

export interface Window {
  readonly limit: number;
  /** `underWay` counts the request that starts. */
  start(underWay: number): Ticket;
  succeeded(ticket: Ticket, latencyMs: number): void;
  /** The service is in trouble: the limit becomes `share` of itself. */
  overloaded(ticket: Ticket, share: number): void;
}

const FIRST_LIMIT = 4;
/** Growth goes on while it brings this share of what it would bring if latency stayed the same. */
const WORTHWHILE = 0.25;
const FIRST_HOLD = 4;
const LONGEST_HOLD = 64;

interface Sample {
  readonly limit: number;
  readonly latencyMs: number;
}

/**
 * Additive increase, multiplicative decrease. An epoch is as many answers as the limit allows requests. After each, the
 * throughput that a limit gives (limit / latency) is compared with that of the smaller limit before it. While it grows,
 * so does the limit: doubled at first, later by one. When it does not, requests only queue: the limit goes back to where
 * the queue began, stays for some epochs, then tries again, less and less often. Trouble shrinks it at once, but once
 * for all requests that were under way together.
 */
export function createWindow({ min, max }: WindowBounds): Window {
  const clamp = (limit: number): number => Math.max(min, Math.min(max, limit));
  let limit = clamp(FIRST_LIMIT);
  let epoch = 0;
  /** Requests of earlier epochs say nothing new about trouble. */
  let shrunkAt = 0;
  let answers = 0;
  let totalMs = 0;
  let smaller: Sample | undefined;
  let isStarting = true;
  let holds = 0;
  let nextHold = FIRST_HOLD;

  function change(next: number): void {
    limit = clamp(next);
    epoch += 1;
    answers = 0;
    totalMs = 0;
  }

  function endEpoch(latencyMs: number): void {
    answers = 0;
    totalMs = 0;
    if (holds > 0) {
      holds -= 1;
      return;
    }
    if (smaller === undefined || smaller.limit >= limit || isWorthwhile(smaller, { limit, latencyMs })) {
      if (smaller !== undefined) nextHold = FIRST_HOLD;
      smaller = { limit, latencyMs };
      if (limit < max) change(isStarting ? limit * 2 : limit + 1);
      return;
    }
    const queueBegins = Math.ceil((limit * smaller.latencyMs) / latencyMs);
    isStarting = false;
    holds = nextHold;
    nextHold = Math.min(LONGEST_HOLD, nextHold * 2);
    change(Math.min(limit, Math.max(smaller.limit, queueBegins)));
    smaller = undefined;
  }

  return {
    get limit() {
      return limit;
    },
    start: (underWay) => ({ epoch, isFull: underWay >= limit }),
    succeeded(ticket, latencyMs) {
      if (ticket.epoch !== epoch || !ticket.isFull) return;
      answers += 1;
      totalMs += latencyMs;
      if (answers >= limit) endEpoch(totalMs / answers);
    },
    overloaded(ticket, share) {
      if (ticket.epoch < shrunkAt) return;
      isStarting = false;
      smaller = undefined;
      holds = 0;
      change(Math.floor(limit * share));
      shrunkAt = epoch;
    },
  };
}

function isWorthwhile(smaller: Sample, larger: Sample): boolean {
  const gain = larger.limit / larger.latencyMs / (smaller.limit / smaller.latencyMs) - 1;
  return gain >= WORTHWHILE * (larger.limit / smaller.limit - 1);
}
