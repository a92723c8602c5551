import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { INTERNAL_ID } from '../../organization.js';
import { listByPage } from '../../list-by-position.js';
import { notFound } from '../../problem.js';
import type { EvaluationRecord } from '../../records.js';
import { findRetriever } from '../retrievers/find.js';

export function listEvaluations(context: RequestContext): ResolverResult {
  const { state, query } = context;
  const { id } = findRetriever(context);
  const { status, dataset_name: name } = query;
  const views = state
    .list('evaluations')
    .filter((evaluation) => evaluation.retriever_id === id)
    .filter((evaluation) => typeof status !== 'string' || evaluation.status === status)
    .filter((evaluation) => typeof name !== 'string' || evaluation.dataset_name === name)
    .map(toEvaluationView)
    .toReversed();
  const { items, total, page, pageSize } = listByPage(views, query);
  return { body: { evaluations: items, total, page, page_size: pageSize } };
}

export function getEvaluation(context: RequestContext): ResolverResult {
  const { id: retrieverId } = findRetriever(context);
  const id = context.path['evaluation_id'] ?? '';
  const evaluation = context.state.get('evaluations', id);
  if (evaluation?.retriever_id !== retrieverId) throw notFound('evaluation', id);
  return { body: toEvaluationView(evaluation) };
}

function toEvaluationView(record: EvaluationRecord): JsonObject {
  const { id, task_id: _task, queries, k_values: kValues, metrics, ...fields } = record;
  return {
    evaluation_id: id,
    ...fields,
    config: { k_values: kValues, metrics },
    query_count: queries.length,
    internal_id: INTERNAL_ID,
  };
}
