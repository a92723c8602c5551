import type { JsonObject } from '../../../internal/json.js';
import { engineParts, engineWorkIn, totalOf, type EngineWork } from '../../analytics/engine-work.js';
import { splitExtractorId } from '../../analytics/extractor-runs.js';
import type { Period } from '../../analytics/period.js';
import { round } from '../../analytics/share.js';
import { timesOf } from '../../analytics/times.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { readHours, readHoursOrDates, readLimit, readUnit } from './read-period.js';
import { toLatencies, toMetrics } from './views.js';

export function enginePerformance(context: RequestContext): ResolverResult {
  const [period, unit] = [readHoursOrDates(context), readUnit(context)];
  const work = workIn(period, context);
  const times = timesOf(work.map(({ durationMs }) => durationMs));
  return {
    body: {
      time_range: period.range,
      metrics: toMetrics(work, { unit, at: ({ at }) => at }, (own) => {
        const { count, ...ownTimes } = timesOf(own.map(({ durationMs }) => durationMs));
        return { execution_count: count, ...toLatencies({ count, ...ownTimes }) };
      }),
      summary: {
        total_executions: times.count,
        ...toLatencies(times),
        total_time_seconds: round(times.total / 1000, 6),
      },
    },
  };
}

export function engineStages(context: RequestContext): ResolverResult {
  const period = readHoursOrDates(context);
  const work = workIn(period, context);
  return {
    body: {
      time_range: period.range,
      stages: engineParts(work).map(({ component, stage, times, share }) => ({
        stage_name: stage,
        component,
        execution_count: times.count,
        avg_latency_ms: times.average,
        p95_latency_ms: times.p95,
        max_latency_ms: times.max,
        total_time_ms: times.total,
        pct_of_total: share,
      })),
      total_time_ms: totalOf(work),
    },
  };
}

/** An extractor is one stage here. */
export function engineExtractors(context: RequestContext): ResolverResult {
  const period = readHoursOrDates(context);
  const parts = engineParts(workIn(period, context)).filter(({ component }) => component === 'extractor');
  return {
    body: {
      time_range: period.range,
      extractors: parts.map(({ stage, times }) => ({
        extractor_name: splitExtractorId(stage).name,
        stage_name: 'extraction',
        execution_count: times.count,
        avg_latency_ms: times.average,
        p95_latency_ms: times.p95,
        max_latency_ms: times.max,
      })),
    },
  };
}

export function engineBottlenecks(context: RequestContext): ResolverResult {
  const period = readHours(context);
  const work = workIn(period, context);
  const bottlenecks = engineParts(work)
    .slice(0, readLimit(context))
    .map(({ component, stage, times, share }, index): JsonObject => ({
      stage_name: stage,
      component,
      execution_count: times.count,
      total_time_ms: times.total,
      avg_time_ms: times.average,
      pct_of_total: share,
      rank: index + 1,
    }));
  return { body: { time_range: period.range, bottlenecks, total_time_ms: totalOf(work) } };
}

export function slowOperations(context: RequestContext): ResolverResult {
  const period = readHours(context);
  const threshold = Number(context.query['threshold_ms']);
  const slow = workIn(period, context)
    .filter(({ durationMs }) => durationMs >= threshold)
    .sort((a, b) => b.durationMs - a.durationMs);
  return {
    body: {
      time_range: period.range,
      operations: slow.slice(0, readLimit(context)).map(({ at, component, stage, durationMs, metadata }) => ({
        timestamp: isoTime(at),
        stage_name: stage,
        component,
        latency_ms: round(durationMs, 3),
        metadata,
      })),
      threshold_ms: threshold,
    },
  };
}

const workIn = (period: Period, { state, services, namespace }: RequestContext): EngineWork[] =>
  engineWorkIn(period, { state, services, namespaceId: namespace.id });
