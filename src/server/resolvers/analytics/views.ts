import type { JsonObject } from '../../../internal/json.js';
import type { Execution } from '../../analytics/executions.js';
import type { TimeBucket, TimeUnit } from '../../analytics/time-buckets.js';
import { bucketByTime } from '../../analytics/time-buckets.js';
import { round } from '../../analytics/share.js';
import type { Times } from '../../analytics/times.js';
import { isoTime } from '../../iso-time.js';

/** Times as reports name them. */
export const toLatencies = ({ average, p50, p95, p99, max }: Times): Record<Latency, number> => ({
  avg_latency_ms: average,
  p50_latency_ms: p50,
  p95_latency_ms: p95,
  p99_latency_ms: p99,
  max_latency_ms: max,
});

type Latency = `${'avg' | 'p50' | 'p95' | 'p99' | 'max'}_latency_ms`;

/** One report line per time unit in which something happened, oldest first. */
export const toMetrics = <Item>(
  items: readonly Item[],
  by: { readonly unit: TimeUnit; readonly at: (item: Item) => number },
  view: (items: readonly Item[], bucket: TimeBucket<Item>) => JsonObject,
): JsonObject[] =>
  bucketByTime(items, by).map((bucket) => ({ time_bucket: isoTime(bucket.start), ...view(bucket.items, bucket) }));

/** A query that took long. */
export const toSlowQuery = (execution: Execution): JsonObject => ({
  retriever_id: execution.retrieverId ?? '',
  query: execution.query,
  latency_ms: round(execution.durationMs, 3),
  results_count: execution.returned,
  queried_fields: [...new Set([...execution.filterFields, ...execution.sortFields])],
});
