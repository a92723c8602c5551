import type { JsonObject } from '../../../internal/json.js';
import { isWithin, type Period } from '../../analytics/period.js';
import { averageOf, rateOf } from '../../analytics/share.js';
import { readClustering } from '../../cluster/definition.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import type { ClusterRecord, ClusterRunRecord } from '../../records.js';
import { findCluster, runsOf } from '../clusters/find.js';
import { durationMs } from '../clusters/view.js';
import { readHours, readLimit } from './read-period.js';

/** Runs that began in the period, newest first. */
export function clusterHistory(context: RequestContext): ResolverResult {
  const cluster = findCluster(context);
  const period = readHours(context);
  const runs = runsIn(period, cluster, context);
  const algorithm = algorithmOf(cluster);
  return {
    body: {
      cluster_id: cluster.id,
      time_range: period.range,
      results: runs.slice(0, readLimit(context)).map((run): JsonObject => ({
        execution_id: run.id,
        started_at: run.created_at,
        duration_seconds: durationMs(run) / 1000,
        num_documents: run.num_points,
        num_clusters: run.groups.length,
        status: run.status,
        algorithm,
      })),
      summary: toSummary(runs),
    },
  };
}

/** Times and sizes are those of runs that completed. */
function toSummary(runs: readonly ClusterRunRecord[]): JsonObject {
  const completed = runs.filter(({ status }) => status === 'completed');
  const failed = runs.filter(({ status }) => status === 'failed');
  return {
    total_executions: runs.length,
    success_rate: rateOf(completed.length, completed.length + failed.length),
    avg_duration_seconds: averageOf(completed.map((run) => durationMs(run) / 1000)),
    avg_num_clusters: averageOf(completed.map(({ groups }) => groups.length)),
  };
}

export function clusterFailures(context: RequestContext): ResolverResult {
  const cluster = findCluster(context);
  const period = readHours(context);
  const failed = runsIn(period, cluster, context).filter(({ status }) => status === 'failed');
  return {
    body: {
      cluster_id: cluster.id,
      time_range: period.range,
      failures: failed.map((run) => ({
        timestamp: run.completed_at ?? run.created_at,
        execution_id: run.id,
        error_message: run.error_message ?? '',
        error_type: 'clustering_failed',
      })),
      total_failures: failed.length,
    },
  };
}

const runsIn = (period: Period, { id }: ClusterRecord, { state }: RequestContext): ClusterRunRecord[] =>
  runsOf(id, state)
    .filter(({ created_at: at }) => isWithin(Date.parse(at), period))
    .reverse();

function algorithmOf({ definition }: ClusterRecord): string {
  const clustering = readClustering(definition);
  return clustering.kind === 'vector' ? clustering.vector.algorithm : 'attribute_based';
}
