/** Keeps hedges a small share of a client's calls, so that a service that is slow for all gets no second load. */
export interface HedgeBudget {
  /** A call that may be hedged begins. */
  earn(): void;
  /** Takes one hedge out. `false`: none left. */
  take(): boolean;
}

/** Hedges that each call pays for. */
const SHARE = 0.1;
/** Hedges that may happen in one burst. */
const CAPACITY = 10;

/** A token bucket that calls fill: over time, at most one call in ten is hedged. */
export function createHedgeBudget(): HedgeBudget {
  let tokens = CAPACITY;
  return {
    earn() {
      tokens = Math.min(CAPACITY, tokens + SHARE);
    },
    take() {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
