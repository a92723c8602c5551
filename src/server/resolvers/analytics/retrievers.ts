import type { JsonObject } from '../../../internal/json.js';
import { cacheCounts } from '../../analytics/cache-counts.js';
import { executionsIn, type Execution } from '../../analytics/executions.js';
import type { Period } from '../../analytics/period.js';
import { rateOf, round, sumOf } from '../../analytics/share.js';
import { signalsOf } from '../../analytics/signals.js';
import { stageTimes } from '../../analytics/stage-times.js';
import { timesOf } from '../../analytics/times.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { STAGES } from '../../retriever/stages/index.js';
import { findRetriever } from '../retrievers/find.js';
import { readDates, readHours, readLimit, readUnit } from './read-period.js';
import { toLatencies, toMetrics, toSlowQuery } from './views.js';

export function retrieverPerformance(context: RequestContext): ResolverResult {
  const { id } = findRetriever(context);
  const [period, unit] = [readDates(context), readUnit(context)];
  const executions = executionsOf(id, period, context);
  return {
    body: {
      retriever_id: id,
      time_range: period.range,
      metrics: toMetrics(executions, { unit, at: ({ at }) => at }, toPerformance),
      summary: toPerformance(executions),
    },
  };
}

/** Times are those of runs that came to their end. */
function toPerformance(executions: readonly Execution[]): JsonObject {
  const completed = executions.filter(({ error }) => error === null);
  return {
    execution_count: executions.length,
    error_count: executions.length - completed.length,
    success_rate: rateOf(completed.length, executions.length),
    ...toLatencies(timesOf(completed.map(({ durationMs }) => durationMs))),
  };
}

export function retrieverStages(context: RequestContext): ResolverResult {
  const { id } = findRetriever(context);
  const stages = stageTimes(executionsOf(id, readHours(context), context));
  return {
    body: {
      retriever_id: id,
      stages: stages.map(({ name, stageId, times, documentsIn, documentsOut }) => ({
        stage_name: name,
        stage_type: STAGES.find((stage) => stage.id === stageId)?.category ?? stageId,
        execution_count: times.count,
        avg_latency_ms: times.average,
        p95_latency_ms: times.p95,
        avg_documents_in: documentsIn,
        avg_documents_out: documentsOut,
      })),
      total_latency_ms: round(sumOf(stages.map(({ times }) => times.average)), 3),
    },
  };
}

export function retrieverCache(context: RequestContext): ResolverResult {
  const { id } = findRetriever(context);
  const period = readHours(context);
  const executions = executionsOf(id, period, context);
  const { hits, misses, hitRate, hitLatencyMs, missLatencyMs } = cacheCounts(executions);
  return {
    body: {
      retriever_id: id,
      time_range: period.range,
      cache_hit_rate: hitRate,
      total_cache_hits: hits,
      total_cache_misses: misses,
      avg_cache_hit_latency_ms: hitLatencyMs,
      avg_cache_miss_latency_ms: missLatencyMs,
      hourly_breakdown: toMetrics(executions, { unit: 'hour', at: ({ at }) => at }, (own) => {
        const counts = cacheCounts(own);
        return { cache_hits: counts.hits, cache_misses: counts.misses, cache_hit_rate: counts.hitRate };
      }),
    },
  };
}

export function retrieverSlowQueries(context: RequestContext): ResolverResult {
  const { id } = findRetriever(context);
  const period = readHours(context);
  const slowest = executionsOf(id, period, context)
    .filter(({ error }) => error === null)
    .sort((a, b) => b.durationMs - a.durationMs)
    .slice(0, readLimit(context));
  return {
    body: {
      retriever_id: id,
      time_range: period.range,
      slow_queries: slowest.map(toSlowQuery),
      total_slow_queries: slowest.length,
    },
  };
}

export function retrieverSignals(context: RequestContext): ResolverResult {
  const { id } = findRetriever(context);
  const wanted = context.query['signal_type'];
  const signals = signalsOf(executionsOf(id, readHours(context), context)).filter(
    ({ type }) => typeof wanted !== 'string' || type === wanted,
  );
  return {
    body: signals.slice(0, readLimit(context)).map(({ at, executionId, type, data, query }) => ({
      timestamp: isoTime(at),
      execution_id: executionId,
      signal_type: type,
      signal_data: data,
      metadata: { query },
    })),
  };
}

const executionsOf = (
  retrieverId: string,
  period: Period,
  { state, services, namespace }: RequestContext,
): Execution[] => executionsIn(period, { state, services, namespaceId: namespace.id, retrieverId });
