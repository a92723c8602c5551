import type { JsonObject } from '../../../internal/json.js';
import { executionsIn, type Execution } from '../../analytics/executions.js';
import { fieldPatterns, fieldUses, type FieldPattern, type FieldUse } from '../../analytics/field-use.js';
import { averageOf, rateOf } from '../../analytics/share.js';
import { SLOW_MS, VERY_SLOW_MS } from '../../analytics/signals.js';
import { timesOf } from '../../analytics/times.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isIndexed } from './indexed-fields.js';
import { recommendationsFor } from './index-recommendations.js';
import { readDays, readLimit } from './read-period.js';
import { toLatencies, toSlowQuery } from './views.js';

/** Entries of each list of the summary. */
const GLANCE = 10;

export function mostQueriedFields(context: RequestContext): ResolverResult {
  const uses = fieldUses(executionsOf(context));
  const fields = uses.slice(0, readLimit(context)).map(toQueried);
  return { body: { ...about(context), fields, total_fields: uses.length } };
}

export function fieldPerformance(context: RequestContext): ResolverResult {
  const uses = fieldUses(executionsOf(context));
  const fields = uses.slice(0, readLimit(context)).map((use) => toFieldPerformance(use, context));
  return { body: { ...about(context), fields, total_fields: uses.length } };
}

export function compoundPatterns(context: RequestContext): ResolverResult {
  const patterns = fieldPatterns(executionsOf(context));
  const shown = patterns.slice(0, readLimit(context)).map(toPattern);
  return { body: { ...about(context), patterns: shown, total_patterns: patterns.length } };
}

export function slowQueries(context: RequestContext): ResolverResult {
  const threshold = Number(context.query['latency_threshold_ms']);
  const slow = executionsOf(context)
    .filter(({ error, durationMs }) => error === null && durationMs >= threshold)
    .sort((a, b) => b.durationMs - a.durationMs);
  return {
    body: {
      ...about(context),
      latency_threshold_ms: threshold,
      slow_queries: slow.slice(0, readLimit(context)).map(toSlowQuery),
      total_slow_queries: slow.length,
    },
  };
}

export function indexRecommendations(context: RequestContext): ResolverResult {
  const least = Number(context.query['min_usage_count']);
  const { recommendations, summary } = recommendationsFor(fieldUses(executionsOf(context)), { least, context });
  return { body: { ...about(context), recommendations: recommendations.slice(0, readLimit(context)), summary } };
}

/** How often a field was used before an index is recommended, where the request does not say. */
const DEFAULT_LEAST = 5;

export function namespaceSummary(context: RequestContext): ResolverResult {
  const executions = executionsOf(context);
  const uses = fieldUses(executions);
  const slowest = uses.toSorted((a, b) => b.times.average - a.times.average);
  const { recommendations } = recommendationsFor(uses, { least: DEFAULT_LEAST, context });
  return {
    body: {
      ...about(context),
      summary: toSummary(executions, uses),
      recommendations: recommendations.slice(0, GLANCE),
      most_queried_fields: uses.slice(0, GLANCE).map(toQueried),
      slowest_fields: slowest.slice(0, GLANCE).map((use) => toFieldPerformance(use, context)),
      compound_indexes: fieldPatterns(executions).slice(0, GLANCE).map(toPattern),
    },
  };
}

function toSummary(executions: readonly Execution[], uses: readonly FieldUse[]): JsonObject {
  const completed = executions.filter(({ error }) => error === null);
  const durations = completed.map(({ durationMs }) => durationMs);
  return {
    total_queries: executions.length,
    failed_queries: executions.length - completed.length,
    success_rate: rateOf(completed.length, executions.length),
    ...toLatencies(timesOf(durations)),
    slow_query_count: durations.filter((duration) => duration >= SLOW_MS).length,
    very_slow_query_count: durations.filter((duration) => duration >= VERY_SLOW_MS).length,
    avg_results: averageOf(completed.map(({ returned }) => returned)),
    unique_retrievers: new Set(executions.map(({ retrieverId }) => retrieverId)).size,
    unique_fields: uses.length,
  };
}

const toQueried = ({ field, times }: FieldUse): JsonObject => ({
  field_name: field,
  query_count: times.count,
  avg_latency_ms: times.average,
  p95_latency_ms: times.p95,
});

/** An index helps no more where there is one. */
const toFieldPerformance = ({ field, times, timeShare }: FieldUse, { namespace }: RequestContext): JsonObject => ({
  field_name: field,
  usage_count: times.count,
  ...toLatencies(times),
  index_priority_score: isIndexed(field, namespace) ? 0 : timeShare,
});

const toPattern = ({ fields, times }: FieldPattern): JsonObject => ({
  field_combination: [...fields],
  combination_count: times.count,
  avg_latency_ms: times.average,
  p95_latency_ms: times.p95,
});

const about = ({ namespace, query }: RequestContext): JsonObject => ({
  namespace_id: namespace.id,
  time_range_days: Number(query['days']),
});

const executionsOf = (context: RequestContext): Execution[] =>
  executionsIn(readDays(context), {
    state: context.state,
    services: context.services,
    namespaceId: context.namespace.id,
  });
