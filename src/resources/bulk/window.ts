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
  /**
   * The request is to be sent again. Tells whether it is part of an overload: of more failures at once than chance
   * brings. The first to tell makes the limit `share` of itself, or takes the last step up back.
   */
  failed(ticket: Ticket, trouble: { readonly latencyMs: number; readonly share: number }): boolean;
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
/** The same when some of the requests failed, which is chance as much as it is the window. */
const FEWEST_WITH_FAILURES = 16;
/** A service or a line that loses this share of all requests need not be overloaded. */
const CHANCE_OF_FAILURE = 0.15;

interface Sample {
  readonly limit: number;
  /** How long one of its places is taken for each success, failed requests included. */
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
 * where the queue began. After a rest, that grows longer, a smaller window is tried and kept if it brings as much.
 *
 * Failed requests take time and bring nothing, so where a larger window only makes more of them fail, it goes back, too.
 * When so many of a window fail that chance does not explain it, the window shrinks at once, but once for all requests
 * that were under way together.
 */
export function createWindow({ min, max }: WindowBounds): Window {
  const clamp = (limit: number): number => Math.max(min, Math.min(max, limit));
  let limit = clamp(FIRST_LIMIT);
  let epoch = 0;
  /** Requests of earlier epochs say nothing new about trouble. */
  let shrunkAt = 0;
  let answers = 0;
  let failures = 0;
  let totalMs = 0;
  /** The same of a round: as many answers as the window has room for, whatever the epoch of their requests. */
  let round = { answers: 0, failures: 0 };
  let isStarting = true;
  let rest = 1;
  // The first answers pay for connections and for code that is not warm.
  let phase: Phase = { name: 'rest', epochs: 1 };

  function enter(next: Phase, nextLimit = limit): void {
    phase = next;
    epoch += 1;
    answers = 0;
    failures = 0;
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

  function backOff(share: number): void {
    if (phase.name === 'up' && phase.smaller !== undefined) {
      // The step up is what was too much.
      takeRest(phase.smaller.limit);
    } else {
      isStarting = false;
      rest = 1;
      enter({ name: 'up' }, Math.floor(limit * share));
    }
    shrunkAt = epoch;
    round = { answers: 0, failures: 0 };
  }

  function answered(ticket: Ticket, latencyMs: number, failed: 0 | 1): void {
    round = round.answers < limit ? round : { answers: 0, failures: 0 };
    round.answers += 1;
    round.failures += failed;
    if (ticket.epoch !== epoch || !ticket.isFull || min === max) return;
    answers += 1;
    failures += failed;
    totalMs += latencyMs;
    if (answers > failures && answers >= enough()) {
      decide({ limit, latencyMs: Math.max(totalMs / (answers - failures), Number.MIN_VALUE) });
    }
  }

  function enough(): number {
    if (failures > 0) return Math.max(limit, FEWEST_WITH_FAILURES);
    return phase.name === 'up' || isStarting ? limit : Math.max(limit, FEWEST_ANSWERS);
  }

  return {
    get limit() {
      return limit;
    },
    start: (underWay) => ({ epoch, isFull: underWay >= limit }),
    succeeded(ticket, latencyMs) {
      answered(ticket, latencyMs, 0);
    },
    failed(ticket, { latencyMs, share }) {
      if (ticket.epoch < shrunkAt) return true;
      answered(ticket, latencyMs, 1);
      if (round.failures <= mostByChance(limit)) return false;
      backOff(share);
      return true;
    },
  };
}

/** How many of so many requests fail by chance: two standard deviations above what is expected, which is rarely exceeded. */
function mostByChance(requests: number): number {
  const expected = requests * CHANCE_OF_FAILURE;
  return expected + 2 * Math.sqrt(expected * (1 - CHANCE_OF_FAILURE));
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
