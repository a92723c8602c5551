import type { Clock } from '../internal/clock.js';

/** Keeps a client's retries a small share of its traffic, so that many calls do not storm a service in trouble. */
export interface RetryBudget {
  /** Takes one retry out. `false`: none left, the call should fail now. */
  take(): boolean;
  /** Puts a fraction back after a success. */
  refund(): void;
}

export interface RetryBudgetOptions {
  clock: Clock;
  /** Retries that may happen in one burst. Default 50. */
  capacity?: number;
  /** Retries that come back with time. Default 1 per second. */
  perSecond?: number;
}

const REFUND = 0.1;

/** A token bucket; share one per client. */
export function createRetryBudget({ clock, capacity = 50, perSecond = 1 }: RetryBudgetOptions): RetryBudget {
  let tokens = capacity;
  let countedAt = clock.now();

  return {
    take() {
      const now = clock.now();
      tokens = Math.min(capacity, tokens + ((now - countedAt) / 1000) * perSecond);
      countedAt = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    refund() {
      tokens = Math.min(capacity, tokens + REFUND);
    },
  };
}
