import type { JsonObject } from '../../internal/json.js';
import type { Services, StateReader } from '../context.js';
import { isJsonObject, objectsOf, textOf, textsOf } from '../json-object.js';
import type { ExecutionRecord } from '../records.js';
import { isWithin, type Period } from './period.js';
import { samplesOf, type Measured } from './samples.js';

/** A run of a retriever. */
export interface Execution {
  readonly id: string;
  /** Milliseconds on the clock. */
  readonly at: number;
  /** Null for an ad-hoc one. */
  readonly retrieverId: string | null;
  readonly durationMs: number;
  /** Why it failed; null when it did not. */
  readonly error: string | null;
  readonly returned: number;
  readonly isCacheHit: boolean;
  /** Inputs as JSON text, cut to a glance. */
  readonly query: string;
  readonly filterFields: readonly string[];
  readonly sortFields: readonly string[];
  readonly stages: readonly StageRun[];
}

export interface StageRun {
  readonly name: string;
  readonly stageId: string;
  readonly durationMs: number;
  readonly documentsIn: number;
  readonly documentsOut: number;
}

/** Runs of a namespace. */
export interface ExecutionSource {
  readonly state: StateReader;
  readonly services: Services;
  readonly namespaceId: string;
  /** Default: all retrievers, and ad-hoc runs. */
  readonly retrieverId?: string;
}

/** Oldest first. Those before a restart are known from the executions that were kept. */
export function executionsIn(period: Period, source: ExecutionSource): Execution[] {
  const measured = measuredIn(period, source);
  const known = new Set(measured.map(({ id }) => id));
  return [...keptIn(period, source, known), ...measured].sort((a, b) => a.at - b.at);
}

function measuredIn({ from, to }: Period, { services, namespaceId, retrieverId }: ExecutionSource): Execution[] {
  const filter = {
    from,
    to,
    namespaceId,
    ...(retrieverId === undefined ? {} : { subject: { type: 'retriever', id: retrieverId } }),
  };
  const stages = new Map<string, StageRun[]>();
  for (const { attributes, durationMs } of samplesOf(services.meter, 'stage', filter)) {
    const own = stages.get(attributes.execution_id) ?? [];
    stages.set(attributes.execution_id, own);
    own.push({
      name: attributes.stage_name,
      stageId: attributes.stage_id,
      durationMs,
      documentsIn: attributes.input_count,
      documentsOut: attributes.output_count,
    });
  }
  return samplesOf(services.meter, 'execution', filter).map((sample) =>
    ofSample(sample, stages.get(sample.attributes.execution_id) ?? []),
  );
}

function ofSample({ at, durationMs, subject, attributes }: Measured<'execution'>, stages: StageRun[]): Execution {
  return {
    id: attributes.execution_id,
    at,
    retrieverId: subject?.id ?? null,
    durationMs,
    error: attributes.error,
    returned: attributes.returned,
    isCacheHit: attributes.cache_hit,
    query: attributes.query,
    filterFields: attributes.filter_fields,
    sortFields: attributes.sort_fields,
    stages,
  };
}

function keptIn(
  period: Period,
  { state, namespaceId, retrieverId }: ExecutionSource,
  known: ReadonlySet<string>,
): Execution[] {
  const ids = state.ids(
    'executions',
    (record) =>
      record.namespace_id === namespaceId &&
      (retrieverId === undefined || record.retriever_id === retrieverId) &&
      !known.has(record.id) &&
      isWithin(Date.parse(record.created_at), period),
  );
  return ids.flatMap((id) => state.get('executions', id) ?? []).map(ofRecord);
}

function ofRecord({ id, retriever_id: retrieverId, created_at: createdAt, detail }: ExecutionRecord): Execution {
  const { documents, error, stage_statistics: statistics } = detail;
  return {
    id,
    at: Date.parse(createdAt),
    retrieverId,
    durationMs: numberOf(detail, 'duration_ms'),
    error: typeof error === 'string' ? error : null,
    returned: Array.isArray(documents) ? documents.length : 0,
    isCacheHit: false,
    query: textOf(detail, 'query_summary'),
    filterFields: textsOf(detail['filter_fields']),
    sortFields: textsOf(detail['sort_fields']),
    stages: objectsOf(isJsonObject(statistics) ? statistics['stages'] : undefined).map((stage) => ({
      name: textOf(stage, 'stage_name'),
      stageId: textOf(stage, 'stage_id'),
      durationMs: numberOf(stage, 'duration_ms'),
      documentsIn: numberOf(stage, 'input_count'),
      documentsOut: numberOf(stage, 'output_count'),
    })),
  };
}

function numberOf(object: JsonObject, key: string): number {
  const value = object[key];
  return typeof value === 'number' ? value : 0;
}
