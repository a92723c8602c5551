import type { JsonObject } from '../../../internal/json.js';
import type { JobContext, JobHandler, RequestContext, ResolverResult } from '../../context.js';
import { measureRanking, meanOf, METRICS, type Metric, type Truth } from '../../evaluation/ranking-metrics.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';
import type { EvaluationRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';
import { findRetriever } from '../retrievers/find.js';
import { runOffline } from '../retrievers/run-offline.js';
import { startTask } from '../tasks/start-task.js';
import { findDataset } from './datasets.js';

const DEFAULT_K = [1, 5, 10, 20];
const MOST_K = 1000;

export function startEvaluation(context: RequestContext): ResolverResult {
  const { body, namespace, services, tx } = context;
  const retriever = findRetriever(context);
  const dataset = findNamedDataset(context);
  const config = objectOf(body['evaluation_config']) ?? {};
  const id = services.id('eval');
  const task = startTask(
    {
      type: 'api_evaluations_run',
      namespaceId: namespace.id,
      inputs: [{ evaluation_id: id, retriever_id: retriever.id }],
    },
    context,
  );
  const now = services.clock.now();
  const record: EvaluationRecord = {
    id,
    namespace_id: namespace.id,
    retriever_id: retriever.id,
    dataset_id: dataset.id,
    dataset_name: dataset.dataset_name,
    task_id: task.id,
    k_values: readK(config),
    metrics: readMetrics(config),
    queries: dataset.queries,
    status: 'pending',
    completed_at: null,
    overall_metrics: null,
    metrics_by_k: null,
    error_message: null,
    created_at: isoTime(now),
    updated_at: isoTime(now),
  };
  tx.put('evaluations', record);
  tx.schedule('evaluations.begin', now, { evaluation_id: id });
  tx.schedule('evaluations.finish', now + services.settings.taskMs, { evaluation_id: id });
  return {
    status: 202,
    body: {
      task_id: task.id,
      evaluation_id: id,
      task_type: 'retriever.evaluation',
      status: 'pending',
      created_at: record.created_at,
    },
  };
}

export const beginEvaluation: JobHandler = ({ payload }, { state, tx, services }) => {
  const record = state.get('evaluations', textOf(payload, 'evaluation_id'));
  const task = record && state.get('tasks', record.task_id);
  if (record?.status !== 'pending' || task?.status !== 'PENDING') return;
  const now = isoTime(services.clock.now());
  tx.put('evaluations', { ...record, status: 'in_progress', updated_at: now });
  tx.put('tasks', { ...task, status: 'IN_PROGRESS', updated_at: now });
};

export const finishEvaluation: JobHandler = async ({ payload }, context) => {
  const { state, tx, services } = context;
  const record = state.get('evaluations', textOf(payload, 'evaluation_id'));
  const task = record && state.get('tasks', record.task_id);
  if (record === undefined || record.status === 'completed' || record.status === 'failed') return;
  const now = isoTime(services.clock.now());
  const end = (changes: Partial<EvaluationRecord>): void =>
    tx.put('evaluations', { ...record, ...changes, updated_at: now, completed_at: now });
  if (task?.status === 'CANCELED') {
    end({ status: 'failed', error_message: 'Its task was stopped.' });
    return;
  }
  try {
    const byK = await measure(record, context);
    const largest = String(Math.max(...record.k_values));
    end({ status: 'completed', metrics_by_k: byK, overall_metrics: objectOf(byK[largest]) });
    if (task !== undefined)
      tx.put('tasks', { ...task, status: 'COMPLETED', outputs: [{ evaluation_id: record.id }], updated_at: now });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    end({ status: 'failed', error_message: error.message });
    if (task !== undefined) tx.put('tasks', { ...task, status: 'FAILED', error: error.message, updated_at: now });
  }
};

/** The means of all figures over all queries, by k. */
async function measure(record: EvaluationRecord, context: JobContext): Promise<JsonObject> {
  const { state } = context;
  const retriever = state.get('retrievers', record.retriever_id);
  const namespace = state.get('namespaces', record.namespace_id);
  if (retriever === undefined || namespace === undefined) throw gone('Its retriever was deleted.');
  const figures = record.k_values.map((k) => ({ k, each: [] as Record<Metric, number>[] }));
  for (const query of record.queries) {
    const inputs = objectOf(query['query_input']) ?? {};
    const { ids } = await runOffline(context, { retriever, namespace, inputs }).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      throw gone(`The query "${textOf(query, 'query_id')}" failed: ${error.message}`);
    });
    for (const { k, each } of figures) each.push(measureRanking(ids, toTruth(query), k));
  }
  return Object.fromEntries(
    figures.map(({ k, each }) => [
      String(k),
      Object.fromEntries(record.metrics.map((name) => [name, meanOf(each.map((one) => one[name as Metric]))])),
    ]),
  );
}

function toTruth(query: JsonObject): Truth {
  const gains = Object.entries(objectOf(query['relevance_scores']) ?? {});
  return {
    relevant: new Set(stringsOf(query['relevant_documents'])),
    gains: new Map(gains.flatMap(([id, gain]) => (typeof gain === 'number' ? [[id, gain] as const] : []))),
  };
}

/** A 404 that names the field: datasets are named in the body. */
function findNamedDataset(context: RequestContext): ReturnType<typeof findDataset> {
  const name = textOf(context.body, 'dataset_name');
  try {
    return findDataset(context, name);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const details = { ...error.details, field: 'dataset_name' };
    throw new Problem({ status: 404, message: `dataset_name: ${error.message}`, details });
  }
}

function readK({ k_values: given }: JsonObject): number[] {
  if (!Array.isArray(given) || given.length === 0) return DEFAULT_K;
  const values = given.map((value, index) => {
    if (typeof value === 'number' && value >= 1 && value <= MOST_K) return value;
    const message = `must be 1 to ${MOST_K}, not ${JSON.stringify(value)}`;
    throw parameterProblem([{ type: 'out_of_range', location: ['evaluation_config', 'k_values', index], message }]);
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

function readMetrics({ metrics: given }: JsonObject): string[] {
  const names = stringsOf(given);
  const unknown = names.findIndex((name) => !METRICS.some((metric) => metric === name));
  if (unknown !== -1) {
    const message = `must be one of ${METRICS.join(', ')}, not "${names[unknown] ?? ''}"`;
    throw parameterProblem([{ type: 'enum', location: ['evaluation_config', 'metrics', unknown], message }]);
  }
  return names.length === 0 ? [...METRICS] : [...new Set(names)];
}

const gone = (message: string): Problem => new Problem({ status: 404, message });
