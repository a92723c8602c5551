import type { JsonObject } from '../../../internal/json.js';
import { executionsIn, type Execution } from '../../analytics/executions.js';
import { fieldUses, type FieldUse } from '../../analytics/field-use.js';
import { DAY_MS, isWithin, lookBack, type Period } from '../../analytics/period.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { isSystemField } from '../../retriever/unindexed-fields.js';
import { indexTypeOf, nextAutoIndexAt } from '../namespaces/auto-index.js';
import { isIndexed } from './indexed-fields.js';
import { readHours, readSpan } from './read-period.js';

/** Fields without an index that were used often enough, the most used first. */
export function indexSuggestions(context: RequestContext): ResolverResult {
  const { namespace, query, services } = context;
  const now = services.clock.now();
  const least = Number(query['min_count']);
  const uses = usesIn(readHours(context), context).filter(
    ({ field, times }) => times.count >= least && !isIndexed(field, namespace),
  );
  const week = executionsOf(lookBack(7 * DAY_MS, now), context);
  const countsOf = (executions: readonly Execution[]): Map<string, number> =>
    new Map(fieldUses(executions).map(({ field, times }) => [field, times.count]));
  const day = lookBack(DAY_MS, now);
  const counts = { day: countsOf(week.filter(({ at }) => isWithin(at, day))), week: countsOf(week) };
  const nextRun = nextAutoIndexAt(namespace.id, context);
  return {
    body: {
      namespace_id: namespace.id,
      analysis_period: `${String(query['hours'])}h`,
      suggestions: uses.map((use) => toSuggestion(use, counts, context)),
      auto_create_enabled: namespace.auto_create_indexes,
      next_auto_create_run: nextRun === null ? null : isoTime(nextRun),
    },
  };
}

interface Counts {
  readonly day: ReadonlyMap<string, number>;
  readonly week: ReadonlyMap<string, number>;
}

function toSuggestion(use: FieldUse, counts: Counts, context: RequestContext): JsonObject {
  const { state, namespace } = context;
  const { size } = state.documents(namespace.id).view('head');
  return {
    field_name: use.field,
    query_count_24h: counts.day.get(use.field) ?? 0,
    query_count_7d: counts.week.get(use.field) ?? 0,
    suggested_type: indexTypeOf(use.field, namespace.id, context),
    is_indexed: false,
    first_seen: isoTime(use.firstSeen),
    last_seen: isoTime(use.lastSeen),
    estimated_performance_gain:
      `${use.times.count} queries compared the field document by document, in a namespace of ${size}; ` +
      'with an index they look at the matching ones alone.',
  };
}

export function indexUsage(context: RequestContext): ResolverResult {
  const { namespace, query } = context;
  const least = Number(query['min_count']);
  const fields = usesIn(readSpan(context), context)
    .filter(({ times }) => times.count >= least)
    .map((use) => toUsage(use, context));
  const indexed = fields.filter((field) => field['is_indexed'] === true).length;
  return {
    body: {
      namespace_id: namespace.id,
      period: query['period'],
      fields,
      total_fields: fields.length,
      indexed_fields: indexed,
      unindexed_fields: fields.length - indexed,
    },
  };
}

function toUsage(
  { field, times, retrievers, firstSeen, lastSeen }: FieldUse,
  { namespace }: RequestContext,
): JsonObject {
  const index = namespace.payload_indexes.find(({ field_name: name }) => name === field);
  return {
    field_name: field,
    query_count: times.count,
    unique_queries: retrievers,
    is_indexed: isIndexed(field, namespace),
    is_protected: isSystemField(field) || index?.is_protected === true,
    avg_latency_ms: times.average,
    p95_latency_ms: times.p95,
    first_seen: isoTime(firstSeen),
    last_seen: isoTime(lastSeen),
  };
}

const executionsOf = (period: Period, { state, services, namespace }: RequestContext): Execution[] =>
  executionsIn(period, { state, services, namespaceId: namespace.id });

const usesIn = (period: Period, context: RequestContext): FieldUse[] => fieldUses(executionsOf(period, context));
