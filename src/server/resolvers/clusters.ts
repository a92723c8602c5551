import { deleteCluster, updateCluster } from './clusters/change.js';
import { createCluster } from './clusters/create.js';
import { enrichByClusters } from './clusters/enrich.js';
import { findCluster } from './clusters/find.js';
import { listClusters, listGroups } from './clusters/read.js';
import { beginRun, finishRun } from './clusters/run.js';
import { cancelRun, executeCluster, getLatestRun, getRun, listRuns } from './clusters/runs.js';
import { toClusterView } from './clusters/view.js';
import type { JobTable, ResolverTable } from './table.js';

const RUN_NOTE =
  'The algorithms run here, with limits on the number of documents; labels are the most telling words in place of a language model.';

export const clusterResolvers = {
  'clusters.create': { fidelity: 'exact', resolve: createCluster },
  'clusters.list': { fidelity: 'exact', resolve: listClusters },
  'clusters.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toClusterView(findCluster(context), context.state) }),
  },
  'clusters.update': { fidelity: 'exact', resolve: updateCluster },
  'clusters.delete': { fidelity: 'exact', resolve: deleteCluster },
  'clusters.execute': { fidelity: 'behavioural', note: RUN_NOTE, resolve: executeCluster },
  'clusters.enrich': {
    fidelity: 'behavioural',
    note: 'Done when it answers; batch_size and parallelism change nothing.',
    resolve: enrichByClusters,
  },
  'clusters.groups.list': { fidelity: 'behavioural', note: RUN_NOTE, resolve: listGroups },
  'clusters.executions.latest': { fidelity: 'behavioural', note: RUN_NOTE, resolve: getLatestRun },
  'clusters.executions.list': { fidelity: 'behavioural', note: RUN_NOTE, resolve: listRuns },
  'clusters.executions.get': { fidelity: 'behavioural', note: RUN_NOTE, resolve: getRun },
  'clusters.executions.cancel': { fidelity: 'exact', resolve: cancelRun },
} satisfies ResolverTable;

export const clusterJobs = {
  'clusters.begin': beginRun,
  'clusters.finish': finishRun,
} satisfies JobTable;
