import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import type { ClusterRecord } from '../../records.js';
import { removeTrigger } from '../triggers/remove.js';
import { clusterName, findCluster, isUnderWay, runsOf } from './find.js';
import { toDefinitionView } from './view.js';

export function updateCluster(context: RequestContext): ResolverResult {
  const { body, services, tx, state } = context;
  const cluster = findCluster(context);
  const name = typeof body['cluster_name'] === 'string' ? body['cluster_name'] : cluster.cluster_name;
  refuseTakenName(context, 'clusters', { name, nameOf: clusterName, resource: 'cluster', ownId: cluster.id });
  const changed: ClusterRecord = {
    ...cluster,
    cluster_name: name,
    description: typeof body['description'] === 'string' ? body['description'] : cluster.description,
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : cluster.metadata,
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('clusters', changed);
  publish('cluster.updated', changed, context);
  return { body: toDefinitionView(changed, state) };
}

/** Runs and triggers go with it; a run under way is canceled. */
export function deleteCluster(context: RequestContext): ResolverResult {
  const { services, state, tx } = context;
  const cluster = findCluster(context);
  for (const run of runsOf(cluster.id, state)) {
    const task = isUnderWay(run) ? state.get('tasks', run.task_id) : undefined;
    if (task !== undefined) {
      tx.put('tasks', { ...task, status: 'CANCELED', updated_at: isoTime(services.clock.now()) });
    }
    tx.delete('clusterRuns', run.id);
    tx.delete('clusterMembers', run.id);
  }
  const triggers = state.list('triggers').filter(({ action_config: config }) => config['cluster_id'] === cluster.id);
  for (const trigger of triggers) removeTrigger(trigger, context);
  tx.delete('clusters', cluster.id);
  publish('cluster.deleted', cluster, context);
  return { body: { success: true, message: `Cluster "${cluster.cluster_name}" (${cluster.id}) is deleted.` } };
}

function publish(type: string, cluster: ClusterRecord, context: RequestContext): void {
  publishEvent(context, {
    type,
    namespaceId: cluster.namespace_id,
    subject: { type: 'cluster', id: cluster.id },
    metadata: { cluster_name: cluster.cluster_name },
  });
}
