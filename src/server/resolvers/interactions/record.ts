import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { filledTextOrNull, textOf } from '../../json-object.js';
import { notFound, Problem } from '../../problem.js';
import type { InteractionRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';

/** Checks an interaction of a request, and makes the record of it. Throws what is wrong with it. */
export function toInteraction(given: JsonObject, { services, state, namespace }: RequestContext): InteractionRecord {
  const executionId = filledTextOrNull(given['execution_id']);
  const execution = executionId === null ? undefined : state.get('executions', executionId);
  const retrieverId = filledTextOrNull(given['retriever_id']);
  if (retrieverId !== null && state.get('retrievers', retrieverId)?.namespace_id !== namespace.id) {
    const { message, details } = notFound('retriever', retrieverId);
    throw new Problem({
      status: 404,
      message: `retriever_id: ${message}`,
      details: { ...details, field: 'retriever_id' },
    });
  }
  return {
    id: services.id('int'),
    namespace_id: namespace.id,
    feature_id: textOf(given, 'feature_id'),
    interaction_type: stringsOf(given['interaction_type']),
    position: numberOrNull(given['position']) ?? 0,
    metadata: objectOf(given['metadata']),
    user_id: filledTextOrNull(given['user_id']),
    session_id: filledTextOrNull(given['session_id']),
    execution_id: executionId,
    retriever_id: retrieverId ?? (execution?.namespace_id === namespace.id ? execution.retriever_id : null),
    query_snapshot: objectOf(given['query_snapshot']) ?? inputsOf(execution?.detail),
    document_score: numberOrNull(given['document_score']),
    result_set_size: numberOrNull(given['result_set_size']),
    feature_uri: filledTextOrNull(given['feature_uri']),
    created_at: readTime(given['occurred_at'], services.clock.now()),
  };
}

/** The inputs that an execution kept; null where it left vectors out of them, which cannot be asked again. */
function inputsOf(detail: JsonObject | undefined): JsonObject | null {
  const text = detail?.['inputs'];
  if (typeof text !== 'string' || OMITTED_VECTOR.test(text)) return null;
  return objectOf(JSON.parse(text) as JsonObject);
}

const OMITTED_VECTOR = /"<\d+ numbers>"/;

function readTime(given: unknown, now: number): string {
  if (typeof given !== 'string') return isoTime(now);
  const time = Date.parse(given);
  if (time <= now) return isoTime(time);
  const message = Number.isNaN(time)
    ? `is no time: "${given}"`
    : `is in the future: ${given}. It is ${isoTime(now)} now`;
  throw parameterProblem([{ type: 'datetime_past', location: ['occurred_at'], message }]);
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
