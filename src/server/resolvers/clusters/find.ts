import type { RequestContext, StateReader } from '../../context.js';
import type { CollectionScope } from '../../enrich/collection-scope.js';
import { findRecord, idOf } from '../../find-record.js';
import { Problem } from '../../problem.js';
import type { ClusterRecord, ClusterRunRecord } from '../../records.js';

export const clusterName = ({ cluster_name: name }: Readonly<ClusterRecord>): string => name;

/** The cluster of the path, by id or name. */
export const findCluster = (context: RequestContext): ClusterRecord =>
  findRecord(context, 'clusters', {
    idOrName: context.path['cluster_id'] ?? '',
    nameOf: clusterName,
    resource: 'cluster',
  });

/** A cluster that a request refers to. Throws the 404 that names the field. */
export function requireCluster(
  idOrName: string,
  { scope, field }: { scope: CollectionScope; field: string },
): ClusterRecord {
  const id = idOf(scope, 'clusters', { idOrName, nameOf: clusterName });
  const found = id === undefined ? undefined : scope.state.get('clusters', id);
  if (found !== undefined) return found;
  throw new Problem({
    status: 404,
    code: 'cluster_not_found',
    message: `${field}: namespace "${scope.namespace.namespace_name}" has no cluster with the id or name "${idOrName}".`,
    details: { resource: 'cluster', id: idOrName, path: field },
  });
}

/** Runs of a cluster, the oldest first. */
export function runsOf(clusterId: string, state: StateReader): ClusterRunRecord[] {
  return state
    .ids('clusterRuns', ({ cluster_id: id }) => id === clusterId)
    .flatMap((id) => state.get('clusterRuns', id) ?? []);
}

export const isUnderWay = ({ status }: Pick<ClusterRunRecord, 'status'>): boolean =>
  status === 'pending' || status === 'processing';

export const latestRun = (clusterId: string, state: StateReader): ClusterRunRecord | undefined =>
  runsOf(clusterId, state).at(-1);

export const latestCompleted = (clusterId: string, state: StateReader): ClusterRunRecord | undefined =>
  runsOf(clusterId, state).findLast(({ status }) => status === 'completed');
