import { isJsonObject, textOf } from '../json-object.js';
import { checkDefinition, storeCluster } from '../resolvers/clusters/create.js';
import { requireCluster } from '../resolvers/clusters/find.js';
import { startRun } from '../resolvers/clusters/run.js';
import type { TriggerAction } from './action.js';
import { requireText } from './read-config.js';

/** Runs a cluster; one that is only described is made at the first firing. */
export const clusterAction: TriggerAction = {
  type: 'cluster',
  taskType: 'engine_cluster_build',
  check(config, scope) {
    const described = config['execution_config'];
    if (config['cluster_id'] === undefined && isJsonObject(described)) {
      checkDefinition(toDefinition(described), scope);
      return config;
    }
    const name = requireText(config, { section: 'action_config', field: 'cluster_id' });
    return { ...config, cluster_id: requireCluster(name, { scope, field: 'cluster_id' }).id };
  },
  start(config, context) {
    const { triggerId, namespace, services } = context;
    const described = config['execution_config'];
    if (config['cluster_id'] === undefined && isJsonObject(described)) {
      const id = services.id('clust');
      const definition = checkDefinition(toDefinition(described), context);
      const cluster = storeCluster({ id, name: id, definition, namespaceId: namespace.id }, context);
      return { task: startRun(cluster, { triggerId }, context).task, config: { ...config, cluster_id: id } };
    }
    const cluster = requireCluster(textOf(config, 'cluster_id'), { scope: context, field: 'cluster_id' });
    return { task: startRun(cluster, { triggerId }, context).task };
  },
};

const toDefinition = (described: Parameters<TriggerAction['check']>[0]) => ({
  ...(isJsonObject(described['config']) ? described['config'] : {}),
  collection_ids: described['collection_ids'] ?? [],
});
