import {
  getPublicConfig,
  getPublicTemplate,
  listPublicRetrievers,
  verifyPassword,
} from './public-retrievers/describe.js';
import { executePublic } from './public-retrievers/execute.js';
import { trackInteraction, trackInteractions } from './interactions/track.js';
import type { ResolverTable } from './table.js';

export const publicRetrieverResolvers = {
  'public.retrievers.list': { fidelity: 'exact', resolve: listPublicRetrievers },
  'public.retrievers.config': { fidelity: 'exact', resolve: getPublicConfig },
  'public.retrievers.template': { fidelity: 'exact', resolve: getPublicTemplate },
  'public.retrievers.verify': { fidelity: 'exact', resolve: verifyPassword },
  'public.retrievers.execute': {
    fidelity: 'behavioural',
    note: 'Searches exactly. Limits that are given in numbers hold; named tiers have none, and addresses are not told apart.',
    resolve: executePublic,
  },
  'public.retrievers.interactions.create': { fidelity: 'exact', resolve: trackInteraction },
  'public.retrievers.interactions.createBatch': { fidelity: 'exact', resolve: trackInteractions },
} satisfies ResolverTable;
