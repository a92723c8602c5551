import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { Problem } from '../../problem.js';
import { findCluster, latestCompleted } from './find.js';
import { toClusterStats, toClusterView } from './view.js';

export function listClusters({ body, query, namespace, state }: RequestContext): ResolverResult {
  const records = state.list('clusters').filter((cluster) => cluster.namespace_id === namespace.id);
  const { results, pagination, total, matches } = listRecords(records, {
    body,
    query,
    view: (cluster) => toClusterView(cluster, state),
    searchFields: ['cluster_name', 'cluster_id'],
    cursorQuery: namespace.id,
  });
  return { body: { results, pagination, total_count: total, stats: toClusterStats(matches) } };
}

/** Documents shown of one group. */
const MAX_DOCUMENTS = 100;

/** Groups of the latest completed run, the largest first; documents in no group last. */
export function listGroups(context: RequestContext): ResolverResult {
  const { state } = context;
  const cluster = findCluster(context);
  const run = latestCompleted(cluster.id, state);
  if (run === undefined) {
    throw new Problem({
      status: 404,
      code: 'cluster_not_executed',
      message: `Cluster "${cluster.cluster_name}" (${cluster.id}) has no completed run, so it has no groups yet. Execute it first.`,
      details: { resource: 'cluster_execution', id: cluster.id },
    });
  }
  const members = state.get('clusterMembers', run.id)?.members ?? {};
  const documentsOf = (group: string): string[] =>
    (members[group] ?? []).slice(0, MAX_DOCUMENTS).map(({ document_id: id }) => id);
  const groups = [...run.groups]
    .sort((a, b) => b.size - a.size)
    .map(({ id, size, label, summary, keywords, parent_id: parent }) => ({
      group_id: id,
      label,
      summary,
      keywords: keywords ?? [],
      document_count: size,
      document_ids: documentsOf(id),
      parent_group_id: parent,
    }));
  const noise = {
    group_id: 'noise',
    label: null,
    summary: null,
    keywords: [],
    document_count: run.noise_points,
    document_ids: documentsOf('noise'),
    parent_group_id: null,
  };
  return {
    body: {
      groups: run.noise_points > 0 ? [...groups, noise] : groups,
      total_groups: groups.length,
      total_documents: run.num_points,
    },
  };
}
