import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { notFound } from '../../problem.js';
import type { ExecutionRecord } from '../../records.js';
import { objectOf } from './definition.js';
import { executionsOf } from './execution-records.js';
import { findRetriever } from './find.js';

export function listExecutions(context: RequestContext): ResolverResult {
  const { body, query } = context;
  const { id } = findRetriever(context);
  const { results, pagination } = listRecords(ofStatus(executionsOf(context, id), body), {
    body,
    query,
    view: toSummary,
    searchFields: ['query_summary'],
    cursorQuery: [id, body['status'] ?? null],
  });
  return { body: { results, pagination } };
}

export function getExecution(context: RequestContext): ResolverResult {
  const {
    id,
    detail,
    retriever_id: retrieverId,
    created_at: createdAt,
  } = findExecution(context, findRetriever(context).id);
  return {
    body: {
      execution_id: id,
      retriever_id: retrieverId,
      status: detail['status'],
      documents: detail['documents'],
      pagination: detail['pagination'],
      stage_statistics: detail['stage_statistics'],
      budget: detail['budget'],
      error: detail['error'],
      optimization_applied: false,
      optimization_summary: null,
      created_at: createdAt,
      completed_at: detail['completed_at'],
      current_stage: null,
      stages_completed: detail['stages_completed'],
      total_stages: detail['total_stages'],
    },
  };
}

export function listAdhocExecutions(context: RequestContext): ResolverResult {
  const { body, query } = context;
  const from = timeOf(body['start_time'], -Infinity);
  const until = timeOf(body['end_time'], Infinity);
  const records = ofStatus(executionsOf(context, null), body).filter(({ created_at: at }) => {
    const time = Date.parse(at);
    return time >= from && time < until;
  });
  const { results, pagination, total } = listRecords(records, {
    body: {},
    query,
    view: toAdhocSummary,
    searchFields: [],
    cursorQuery: [body['status'] ?? null, body['start_time'] ?? null, body['end_time'] ?? null],
  });
  return { body: { results, total: query['include_total'] === true ? total : 0, pagination } };
}

export function getAdhocExecution(context: RequestContext): ResolverResult {
  const record = findExecution(context, null);
  const { inputs = null, inputs_hash: hash = null } = record.detail;
  return { body: { ...toAdhocSummary(record), inputs, inputs_hash: hash } };
}

function findExecution({ path, state, namespace }: RequestContext, retrieverId: string | null): ExecutionRecord {
  const id = path['execution_id'] ?? '';
  const record = state.get('executions', id);
  if (record?.namespace_id === namespace.id && record.retriever_id === retrieverId) return record;
  throw notFound('execution', id);
}

function toSummary({ id, created_at: createdAt, detail }: ExecutionRecord): JsonObject {
  return {
    execution_id: id,
    created_at: createdAt,
    completed_at: detail['completed_at'] ?? null,
    inputs_hash: detail['inputs_hash'] ?? null,
    ...figuresOf(detail),
  };
}

function toAdhocSummary({ id, created_at: createdAt, detail }: ExecutionRecord): JsonObject {
  return {
    execution_id: id,
    execution_mode: 'adhoc',
    timestamp: createdAt,
    ...figuresOf(detail),
    stages_completed: detail['stages_completed'] ?? 0,
    total_stages: detail['total_stages'] ?? 0,
    collection_ids: [],
  };
}

function figuresOf(detail: JsonObject): JsonObject {
  return {
    status: detail['status'] ?? 'completed',
    duration_ms: detail['duration_ms'] ?? 0,
    credits_used: objectOf(detail['stage_statistics'])?.['credits_used'] ?? 0,
    total_processed: detail['total_processed'] ?? 0,
    total_returned: Array.isArray(detail['documents']) ? detail['documents'].length : 0,
    cache_hit_rate: 0,
    query_summary: detail['query_summary'] ?? null,
  };
}

function ofStatus(records: readonly ExecutionRecord[], { status }: JsonObject): ExecutionRecord[] {
  return typeof status === 'string' ? records.filter(({ detail }) => detail['status'] === status) : [...records];
}

function timeOf(value: unknown, fallback: number): number {
  return typeof value === 'string' ? Date.parse(value) : fallback;
}
