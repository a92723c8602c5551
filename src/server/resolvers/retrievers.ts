import { deleteRetriever, updateRetriever } from './retrievers/change.js';
import { cloneRetriever, createRetriever } from './retrievers/create.js';
import { executeBatch } from './retrievers/execute-batch.js';
import { executeAdhoc, executeRetriever } from './retrievers/execute.js';
import { getAdhocExecution, getExecution, listAdhocExecutions, listExecutions } from './retrievers/executions.js';
import { explainExecution } from './retrievers/explain.js';
import { getRetriever, listRetrievers } from './retrievers/list.js';
import { listStages } from './retrievers/stages.js';
import type { ResolverTable } from './table.js';

const EXECUTION_NOTE =
  'Searches exactly and uses no cache; a scroll_id is a position with a time limit, not a snapshot.';
const HISTORY_NOTE = 'The latest executions are kept; those refused before they ran are not.';

export const retrieverResolvers = {
  'retrievers.create': { fidelity: 'exact', resolve: createRetriever },
  'retrievers.listByQuery': { fidelity: 'exact', resolve: listRetrievers },
  'retrievers.list': { fidelity: 'exact', resolve: listRetrievers },
  'retrievers.get': { fidelity: 'exact', resolve: getRetriever },
  'retrievers.update': { fidelity: 'exact', resolve: updateRetriever },
  'retrievers.delete': { fidelity: 'exact', resolve: deleteRetriever },
  'retrievers.clone': { fidelity: 'exact', resolve: cloneRetriever },
  'retrievers.execute': { fidelity: 'behavioural', note: EXECUTION_NOTE, resolve: executeRetriever },
  'retrievers.executeAdhoc': { fidelity: 'behavioural', note: EXECUTION_NOTE, resolve: executeAdhoc },
  'retrievers.executeBatch': { fidelity: 'behavioural', note: EXECUTION_NOTE, resolve: executeBatch },
  'retrievers.explain': {
    fidelity: 'behavioural',
    note: 'Counts are real; times are estimates, credits 0.',
    resolve: explainExecution,
  },
  'retrievers.executions.list': { fidelity: 'behavioural', note: HISTORY_NOTE, resolve: listExecutions },
  'retrievers.executions.get': { fidelity: 'behavioural', note: HISTORY_NOTE, resolve: getExecution },
  'retrievers.adhocExecutions.list': { fidelity: 'behavioural', note: HISTORY_NOTE, resolve: listAdhocExecutions },
  'retrievers.adhocExecutions.get': { fidelity: 'behavioural', note: HISTORY_NOTE, resolve: getAdhocExecution },
  'retrievers.stages.list': { fidelity: 'exact', resolve: listStages },
} satisfies ResolverTable;
