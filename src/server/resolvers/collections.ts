import { findCollection } from '../collections/find-collection.js';
import { cloneCollection, createCollection } from './collections/create.js';
import { deleteCollection } from './collections/delete.js';
import { dropExport, exportCollection } from './collections/export.js';
import { listFeatures } from './collections/features.js';
import { getLifecycle, runTransition, transitionLifecycle } from './collections/lifecycle.js';
import { listCollections } from './collections/list.js';
import { syncSchema } from './collections/sync.js';
import { triggerCollection } from './collections/trigger.js';
import { updateCollection } from './collections/update.js';
import { countForViews, toCollectionView } from './collections/view.js';
import type { JobTable, ResolverTable } from './table.js';

export const collectionResolvers = {
  'collections.create': { fidelity: 'exact', resolve: createCollection },
  'collections.list': { fidelity: 'exact', resolve: listCollections },
  'collections.get': {
    fidelity: 'exact',
    resolve: (context) => {
      const { state, namespace } = context;
      return { body: toCollectionView(findCollection(context), { state, counts: countForViews(state, namespace.id) }) };
    },
  },
  'collections.update': { fidelity: 'exact', resolve: updateCollection },
  'collections.delete': { fidelity: 'exact', resolve: deleteCollection },
  'collections.clone': { fidelity: 'exact', resolve: cloneCollection },
  'collections.export': {
    fidelity: 'behavioural',
    note: 'The file is written before the answer, and kept for a day; its link is on this server.',
    resolve: exportCollection,
  },
  'collections.features.list': { fidelity: 'exact', resolve: listFeatures },
  'collections.trigger': {
    fidelity: 'behavioural',
    note: 'Text is read, cut and embedded; the vectors of images, videos and sounds depend on their bytes alone.',
    resolve: triggerCollection,
  },
  'collections.syncSchema': { fidelity: 'exact', resolve: syncSchema },
  'collections.lifecycle.get': { fidelity: 'exact', resolve: getLifecycle },
  'collections.lifecycle.update': {
    fidelity: 'behavioural',
    note: 'Cold vectors are put aside on this server; tiering rules are kept, and move nothing by themselves.',
    resolve: transitionLifecycle,
  },
} satisfies ResolverTable;

export const collectionJobs = {
  'collections.lifecycle': runTransition,
  'collections.dropExport': dropExport,
} satisfies JobTable;
