import {
  checkAvailability,
  getPublication,
  listPublications,
  publishRetriever,
  unpublishRetriever,
  updatePublication,
} from './published-retrievers/publish.js';
import { publishStats } from './published-retrievers/quota.js';
import type { ResolverTable } from './table.js';

export const publishedRetrieverResolvers = {
  'retrievers.publish': {
    fidelity: 'behavioural',
    note: 'Its public URL is an address of this server. How many may be published is a choice of this server.',
    resolve: publishRetriever,
  },
  'retrievers.unpublish': { fidelity: 'exact', resolve: unpublishRetriever },
  'retrievers.published.get': { fidelity: 'exact', resolve: getPublication },
  'retrievers.published.list': { fidelity: 'exact', resolve: listPublications },
  'retrievers.published.update': { fidelity: 'exact', resolve: updatePublication },
  'retrievers.published.availability': { fidelity: 'exact', resolve: checkAvailability },
  'retrievers.published.stats': {
    fidelity: 'behavioural',
    note: 'How many may be published is a choice of this server.',
    resolve: (context) => ({ body: publishStats(context) }),
  },
} satisfies ResolverTable;
