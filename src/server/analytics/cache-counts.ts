import type { Execution } from './executions.js';
import { averageOf, rateOf } from './share.js';

/** What a cache did for some executions. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
  /** 0 to 1. */
  readonly hitRate: number;
  readonly hitLatencyMs: number;
  readonly missLatencyMs: number;
}

export function cacheCounts(executions: readonly Execution[]): CacheCounts {
  const hits = executions.filter(({ isCacheHit }) => isCacheHit);
  const misses = executions.filter(({ isCacheHit }) => !isCacheHit);
  const latency = (some: readonly Execution[]): number => averageOf(some.map(({ durationMs }) => durationMs));
  return {
    hits: hits.length,
    misses: misses.length,
    hitRate: rateOf(hits.length, executions.length),
    hitLatencyMs: latency(hits),
    missLatencyMs: latency(misses),
  };
}
