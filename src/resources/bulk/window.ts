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
/** A larger window is taken while it brings this share of what it would bring if latency stayed the same ... */
const WORTH_TAKING = 0.25;
/** ... and given up when it brings less than this. */
const WORTH_KEEPING = 0.1;
const SHRINK = 0.75;
const LONGEST_REST = 32;
/** Fewer answers say too little to give a window up. */
const FEWEST_ANSWERS = 8;

interface Sample {
  readonly limit: number;
  readonly latencyMs: number;
}

type Phase =
  /** Compares with the smaller window before; the first one has none. */
  | { readonly name: 'up'; readonly smaller?: Sample }
  /** Compares with the larger window before. */
  | { readonly name: 'down'; readonly larger: Sample }
  | { readonly name: 'rest'; readonly epochs: number };

/**
 * Additive increase, multiplicative decrease, guided by what a window brings. An epoch is about as many answers as the
 * window has room for. After each, its throughput (limit / latency) is compared with that of the window before: a larger
 * one stays while throughput grows with it, doubled at first, later by one; when requests only queue, it goes back to
 * where the queue began. After a rest, that grows longer, a smaller window is tried and kept if it brings as much. Trouble
 * shrinks the window at once, but once for all requests that were under way together.
 */
export function createWindow({ min, max }: WindowBounds): Window {
  const clamp = (limit: number): number => Math.max(min, Math.min(max, limit));
  let limit = clamp(FIRST_LIMIT);
  let epoch = 0;
  /** Requests of earlier epochs say nothing new about trouble. */
  let shrunkAt = 0;
  let answers = 0;
  let totalMs = 0;
  let isStarting = true;
  let rest = 1;
  // The first answers pay for connections and for code that is not warm.
  let phase: Phase = { name: 'rest', epochs: 1 };

  function enter(next: Phase, nextLimit = limit): void {
    phase = next;
    epoch += 1;
    answers = 0;
    totalMs = 0;
    limit = clamp(nextLimit);
  }

  function takeRest(at = limit): void {
    isStarting = false;
    enter({ name: 'rest', epochs: rest }, at);
    rest = Math.min(LONGEST_REST, rest * 2);
  }

  function grow(smaller: Sample): void {
    if (limit >= max) takeRest();
    else enter({ name: 'up', smaller }, isStarting ? limit * 2 : limit + 1);
  }

  function shrink(larger: Sample): void {
    if (limit <= min) grow(larger);
    else enter({ name: 'down', larger }, Math.floor(limit * SHRINK));
  }

  function decide(now: Sample): void {
    switch (phase.name) {
      case 'up': {
        const { smaller } = phase;
        if (smaller === undefined || gain(smaller, now) >= WORTH_TAKING) grow(now);
        else takeRest(Math.max(smaller.limit, Math.min(limit, queueBegins(smaller, now))));
        return;
      }
      case 'down': {
        const { larger } = phase;
        if (gain(now, larger) < WORTH_KEEPING) {
          shrink(now);
        } else {
          limit = larger.limit;
          grow(larger);
        }
        return;
      }
      case 'rest':
        if (isStarting) grow(now);
        else if (phase.epochs > 1) enter({ name: 'rest', epochs: phase.epochs - 1 });
        else shrink(now);
    }
  }

  return {
    get limit() {
      return limit;
    },
    start: (underWay) => ({ epoch, isFull: underWay >= limit }),
    succeeded(ticket, latencyMs) {
      if (ticket.epoch !== epoch || !ticket.isFull || min === max) return;
      answers += 1;
      totalMs += latencyMs;
      const enough = phase.name === 'up' || isStarting ? limit : Math.max(limit, FEWEST_ANSWERS);
      if (answers >= enough) decide({ limit, latencyMs: Math.max(totalMs / answers, Number.MIN_VALUE) });
    },
    overloaded(ticket, share) {
      if (ticket.epoch < shrunkAt) return;
      isStarting = false;
      rest = 1;
      enter({ name: 'up' }, Math.floor(limit * share));
      shrunkAt = epoch;
    },
  };
}

/** How much of the ideal growth a larger window brings: 1 when latency stays the same, 0 when throughput does. */
function gain(smaller: Sample, larger: Sample): number {
  const throughput = larger.limit / larger.latencyMs / (smaller.limit / smaller.latencyMs);
  return (throughput - 1) / (larger.limit / smaller.limit - 1);
}

/** The window that fills the service without a queue, as far as the latency of the smaller one had none. */
function queueBegins(smaller: Sample, larger: Sample): number {
  return Math.ceil((larger.limit * smaller.latencyMs) / larger.latencyMs);
}
