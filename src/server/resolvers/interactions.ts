import { objectsOf } from '../json-object.js';
import { keepInteraction, keepInteractions } from './interactions/keep.js';
import { deleteInteraction, getInteraction, listInteractions, toInteractionView } from './interactions/read.js';
import type { ResolverTable } from './table.js';

export const interactionResolvers = {
  'retrievers.interactions.create': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toInteractionView(keepInteraction(context.body, context)) }),
  },
  'retrievers.interactions.createBatch': {
    fidelity: 'exact',
    resolve: (context) => {
      const { records, errors } = keepInteractions(objectsOf(context.body['interactions']), context);
      return { body: { created: records.length, failed: errors.length, errors } };
    },
  },
  'retrievers.interactions.list': { fidelity: 'exact', resolve: listInteractions },
  'retrievers.interactions.get': { fidelity: 'exact', resolve: getInteraction },
  'retrievers.interactions.delete': { fidelity: 'exact', resolve: deleteInteraction },
} satisfies ResolverTable;
