import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { listRecords } from '../../list-records.js';
import { conflict, notFound, Problem } from '../../problem.js';
import type { ClusterRunRecord } from '../../records.js';
import { toTaskView } from '../tasks/view.js';
import { findCluster, isUnderWay, latestRun, runsOf } from './find.js';
import { startRun } from './run.js';
import { durationMs, toRunView } from './view.js';

/** A cluster runs once at a time. */
export function executeCluster(context: RequestContext): ResolverResult {
  const cluster = findCluster(context);
  const { task } = startRun(cluster, { triggerId: null }, context);
  return { body: toTaskView(task) };
}

export function getLatestRun(context: RequestContext): ResolverResult {
  const cluster = findCluster(context);
  const run = latestRun(cluster.id, context.state);
  if (run !== undefined) return { body: toRunView(run) };
  throw new Problem({
    status: 404,
    code: 'cluster_not_executed',
    message: `Cluster "${cluster.cluster_name}" (${cluster.id}) has not run yet. Execute it first.`,
    details: { resource: 'cluster_execution', id: cluster.id },
  });
}

export const getRun = (context: RequestContext): ResolverResult => ({ body: toRunView(findRun(context)) });

export function listRuns(context: RequestContext): ResolverResult {
  const { body, query, state } = context;
  const cluster = findCluster(context);
  const runs = runsOf(cluster.id, state);
  const { results, pagination, total, matches } = listRecords(runs, {
    body,
    query,
    view: toRunView,
    searchFields: ['run_id', 'error_message'],
    cursorQuery: cluster.id,
  });
  const matching = new Set(matches.map(({ run_id: id }) => id));
  const stats = toRunStats(runs.filter(({ id }) => matching.has(id)));
  return { body: { results, pagination, total_count: total, stats } };
}

function toRunStats(runs: readonly ClusterRunRecord[]) {
  const byStatus: Record<string, number> = {};
  for (const { status } of runs) byStatus[status] = (byStatus[status] ?? 0) + 1;
  const ended = runs.filter(({ completed_at: at }) => at !== null);
  const completed = runs.filter(({ status }) => status === 'completed');
  const mean = (values: readonly number[]): number =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    total_executions: runs.length,
    executions_by_status: byStatus,
    avg_execution_time_ms: mean(ended.map(durationMs)),
    total_documents_clustered: completed.reduce((sum, { num_points: points }) => sum + points, 0),
    avg_num_clusters: mean(completed.map(({ groups }) => groups.length)),
  };
}

/** A canceled run counts as failed: runs know no other end. */
export function cancelRun(context: RequestContext): ResolverResult {
  const { state, tx, services } = context;
  const run = findRun(context);
  if (!isUnderWay(run)) {
    throw conflict('execution_ended', `Run ${run.id} is ${run.status} and cannot be canceled any more.`, {
      run_id: run.id,
      status: run.status,
    });
  }
  const now = isoTime(services.clock.now());
  const task = state.get('tasks', run.task_id);
  const message = 'The run was canceled.';
  tx.put('clusterRuns', { ...run, status: 'failed', error_message: message, completed_at: now });
  if (task !== undefined) tx.put('tasks', { ...task, status: 'CANCELED', error: message, updated_at: now });
  publishEvent(context, {
    type: 'cluster.execution.failed',
    namespaceId: run.namespace_id,
    subject: { type: 'cluster', id: run.cluster_id },
    metadata: { run_id: run.id, task_id: run.task_id, error: message },
  });
  return {
    body: { run_id: run.id, cluster_id: run.cluster_id, task_id: run.task_id, status: 'CANCELED', message },
  };
}

function findRun(context: RequestContext): ClusterRunRecord {
  const cluster = findCluster(context);
  const id = context.path['run_id'] ?? '';
  const run = context.state.get('clusterRuns', id);
  if (run?.cluster_id !== cluster.id) throw notFound('cluster_execution', id);
  return run;
}
