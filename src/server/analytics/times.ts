import { percentile } from './percentile.js';
import { round } from './share.js';

/** How long something took, in milliseconds; all 0 when it never ran. */
export interface Times {
  readonly count: number;
  readonly average: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly total: number;
}

/** Milliseconds have three decimals. */
const DECIMALS = 3;

export function timesOf(durationsMs: readonly number[]): Times {
  const sorted = durationsMs.map((duration) => round(duration, DECIMALS)).sort((a, b) => a - b);
  const total = sorted.reduce((sum, duration) => sum + duration, 0);
  return {
    count: sorted.length,
    average: sorted.length === 0 ? 0 : round(total / sorted.length, DECIMALS),
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
    max: sorted.at(-1) ?? 0,
    total: round(total, DECIMALS),
  };
}
