import type { JsonObject } from '../../internal/json.js';
import type { Execution } from './executions.js';

/** From this on a query counts as slow, in milliseconds. */
export const SLOW_MS = 500;
/** And from this on as very slow. */
export const VERY_SLOW_MS = 2000;

/** Something that was noticed while a retriever ran. */
export interface Signal {
  readonly at: number;
  readonly executionId: string;
  readonly type: 'error' | 'no_results' | 'slow_query' | 'cache_hit';
  readonly data: JsonObject;
  readonly query: string;
}

/** Signals of executions, newest first; one execution may give several. */
export function signalsOf(executions: readonly Execution[]): Signal[] {
  return executions.toReversed().flatMap((execution) =>
    noticed(execution).map((one) => ({
      ...one,
      at: execution.at,
      executionId: execution.id,
      query: execution.query,
    })),
  );
}

function noticed({ error, returned, durationMs, isCacheHit }: Execution): Pick<Signal, 'type' | 'data'>[] {
  if (error !== null) return [{ type: 'error', data: { message: error } }];
  return [
    ...(returned === 0 ? [{ type: 'no_results' as const, data: { results_count: 0 } }] : []),
    ...(durationMs >= SLOW_MS
      ? [{ type: 'slow_query' as const, data: { latency_ms: durationMs, threshold_ms: SLOW_MS } }]
      : []),
    ...(isCacheHit ? [{ type: 'cache_hit' as const, data: { latency_ms: durationMs } }] : []),
  ];
}
