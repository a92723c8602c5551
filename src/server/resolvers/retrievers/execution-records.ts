import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import type { ExecutionRecord } from '../../records.js';
import type { QueriedFields } from '../../retriever/queried-fields.js';
import type { ExecutionAnswer } from './answer.js';

/** Executions kept per namespace; older ones are dropped now and then. */
const KEPT = 500;
/** Looking through all executions costs time, so only about one recording in this many does it. */
const DROP_EVERY = 100;
/** Longer lists of numbers are vectors, and are not kept. */
const LONGEST_NUMBERS = 16;

/** Keeps what an execution answered, and its inputs without vectors. Returns the inputs as text, cut to a glance. */
export function recordExecution(
  answer: ExecutionAnswer,
  options: {
    inputs: JsonObject;
    startedAt: number;
    totalStages: number;
    fields: QueriedFields;
    context: RequestContext;
  },
): string {
  const { inputs, startedAt, totalStages, fields, context } = options;
  const { tx, namespace, services } = context;
  const { documents, facets: _facets, warnings: _warnings, retriever_id: retrieverId, ...rest } = answer;
  const statistics = answer.stage_statistics;
  const text = JSON.stringify(withoutVectors(inputs));
  const summary = text.length <= 200 ? text : `${text.slice(0, 197)}...`;
  tx.put('executions', {
    id: answer.execution_id,
    namespace_id: namespace.id,
    retriever_id: retrieverId ?? null,
    created_at: isoTime(startedAt),
    detail: {
      ...rest,
      documents: documents.map(({ vectors: _vectors, ...document }) => document as JsonObject),
      error: answer.error ?? null,
      completed_at: isoTime(services.clock.now()),
      stages_completed: statistics.stages.length,
      total_stages: totalStages,
      duration_ms: statistics.total_time_ms,
      total_processed: statistics.stages[0]?.input_count ?? 0,
      inputs: text,
      inputs_hash: hashOf(text),
      query_summary: summary,
      filter_fields: fields.filtered,
      sort_fields: fields.sorted,
    },
  });
  if (services.random() < 1 / DROP_EVERY) dropOldExecutions(context);
  return summary;
}

function dropOldExecutions({ state, tx, namespace }: RequestContext): void {
  for (const table of ['executions', 'fusionTraces'] as const) {
    const ids = state.ids(table, (record) => record.namespace_id === namespace.id);
    for (const id of ids.slice(0, -KEPT)) tx.delete(table, id);
  }
}

/** Executions of a retriever, or with null the ad-hoc ones, in order of creation. */
export function executionsOf({ state, namespace }: RequestContext, retrieverId: string | null): ExecutionRecord[] {
  return state
    .list('executions')
    .filter((execution) => execution.namespace_id === namespace.id && execution.retriever_id === retrieverId);
}

function withoutVectors(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const isVector = value.length > LONGEST_NUMBERS && value.every((item) => typeof item === 'number');
    return isVector ? `<${value.length} numbers>` : value.map(withoutVectors);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutVectors(item)]));
}

/** FNV-1a in hexadecimal: it only tells inputs apart. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
