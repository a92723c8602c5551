import { createCluster } from '../resolvers/clusters/create.js';
import { fieldsOf } from './definition-fields.js';
import type { ResourceKind } from './kind.js';

export const clusterKind: ResourceKind = {
  type: 'cluster',
  section: 'clusters',
  idField: 'cluster_id',
  nameField: 'cluster_name',
  createId: 'clusters.create',
  create: createCluster,
  list: (namespace, state) =>
    state
      .list('clusters')
      .filter((cluster) => cluster.namespace_id === namespace.id)
      .map(({ id, cluster_name: name, definition }) => ({
        id,
        name,
        definition: fieldsOf(definition, Object.keys(definition)),
      })),
};
