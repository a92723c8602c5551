import {
  checkAvailability,
  getPublication,
  listPublications,
  publishRetriever,
  unpublishRetriever,
  updatePublication,
} from './published-retrievers/publish.js';
import { publishStats } from './published-retrievers/stats.js';
import type { ResolverTable } from './table.js';

export const publishedRetrieverResolvers = {
  'retrievers.publish': {
    fidelity: 'behavioural',
    note: 'Its public URL is an address of this server.',
    resolve: publishRetriever,
  },
  'retrievers.unpublish': { fidelity: 'exact', resolve: unpublishRetriever },
  'retrievers.published.get': { fidelity: 'exact', resolve: getPublication },
  'retrievers.published.list': { fidelity: 'exact', resolve: listPublications },
  'retrievers.published.update': { fidelity: 'exact', resolve: updatePublication },
  'retrievers.published.availability': { fidelity: 'exact', resolve: checkAvailability },
  'retrievers.published.stats': {
    fidelity: 'behavioural',
    note: 'As many retrievers may be published as a plan may have; a plan without a limit shows 1,000,000.',
    resolve: publishStats,
  },
} satisfies ResolverTable;
