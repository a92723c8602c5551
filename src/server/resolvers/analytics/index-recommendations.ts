import type { JsonObject } from '../../../internal/json.js';
import type { FieldUse } from '../../analytics/field-use.js';
import type { RequestContext } from '../../context.js';
import { indexTypeOf } from '../namespaces/auto-index.js';
import { isIndexed } from './indexed-fields.js';

export interface IndexRecommendations {
  /** What helps most first. */
  readonly recommendations: JsonObject[];
  /** How many there are, also by priority. */
  readonly summary: Record<string, number>;
}

/** A field whose queries take this share of all time has a high priority, and from the second on a medium one. */
const HIGH_SHARE = 50;
const MEDIUM_SHARE = 20;

/** Fields without an index that were used at least so often. */
export function recommendationsFor(
  uses: readonly FieldUse[],
  { least, context }: { readonly least: number; readonly context: RequestContext },
): IndexRecommendations {
  const wanted = uses
    .filter(({ field, times }) => times.count >= least && !isIndexed(field, context.namespace))
    .sort((a, b) => b.timeShare - a.timeShare || b.times.count - a.times.count);
  const high = wanted.filter(({ timeShare }) => timeShare >= HIGH_SHARE).length;
  const low = wanted.filter(({ timeShare }) => timeShare < MEDIUM_SHARE).length;
  return {
    recommendations: wanted.map((use) => toRecommendation(use, context)),
    summary: {
      total_recommendations: wanted.length,
      high_priority: high,
      medium_priority: wanted.length - high - low,
      low_priority: low,
    },
  };
}

function toRecommendation({ field, times, slow, verySlow, timeShare }: FieldUse, context: RequestContext): JsonObject {
  const { namespace } = context;
  const type = indexTypeOf(field, namespace.id, context);
  return {
    field_name: field,
    query_count: times.count,
    avg_latency_ms: times.average,
    p95_latency_ms: times.p95,
    slow_query_count: slow,
    very_slow_query_count: verySlow,
    priority_score: timeShare,
    recommendation:
      `Queries by this field take ${timeShare} % of the time of all queries. Add an index of type ${type} to ` +
      `payload_indexes with PATCH /v1/namespaces/${namespace.id}, then call ensure-indexes.`,
    mongodb_index_command: `db.documents.createIndex({'${field.replaceAll("'", String.raw`\'`)}': 1})`,
  };
}
