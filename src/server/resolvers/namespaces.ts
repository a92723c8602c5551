import { runAutoIndex } from './namespaces/auto-index.js';
import { cloneNamespace } from './namespaces/clone.js';
import { createNamespace, createStandaloneNamespace } from './namespaces/create.js';
import { deleteNamespace, runDelete, runExpire } from './namespaces/delete.js';
import { createPayloadIndex, createTextIndexes, ensureIndexes } from './namespaces/indexes.js';
import { listNamespaces } from './namespaces/list.js';
import { promoteNamespace } from './namespaces/promote.js';
import { replaceNamespace, updateNamespace } from './namespaces/update.js';
import { toNamespaceView } from './namespaces/view.js';
import type { JobTable, ResolverTable } from './table.js';

export const namespaceResolvers = {
  'namespaces.create': { fidelity: 'exact', resolve: createNamespace },
  'namespaces.createStandalone': { fidelity: 'exact', resolve: createStandaloneNamespace },
  'namespaces.list': { fidelity: 'exact', resolve: listNamespaces },
  'namespaces.get': {
    fidelity: 'exact',
    resolve: ({ sharedNamespace, state }) => ({ body: toNamespaceView(sharedNamespace, state) }),
  },
  'namespaces.update': { fidelity: 'exact', resolve: updateNamespace },
  'namespaces.replace': { fidelity: 'exact', resolve: replaceNamespace },
  'namespaces.delete': { fidelity: 'exact', resolve: deleteNamespace },
  'namespaces.clone': {
    fidelity: 'behavioural',
    note: 'Done when it answers; there are no collections and taxonomies to copy.',
    resolve: cloneNamespace,
  },
  'namespaces.promote': { fidelity: 'exact', resolve: promoteNamespace },
  'namespaces.ensureIndexes': { fidelity: 'exact', resolve: ensureIndexes },
  'namespaces.textIndexes.create': {
    fidelity: 'behavioural',
    note: 'Stored documents are indexed at once, so there is never a batch_id.',
    resolve: createTextIndexes,
  },
  'namespaces.payloadIndexes.create': { fidelity: 'exact', resolve: createPayloadIndex },
} satisfies ResolverTable;

export const namespaceJobs = {
  'namespaces.delete': runDelete,
  'namespaces.expire': runExpire,
  'namespaces.autoIndex': runAutoIndex,
} satisfies JobTable;
