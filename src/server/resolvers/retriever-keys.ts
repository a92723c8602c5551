import { createRetrieverKey, listRetrieverKeys, revokeRetrieverKey } from './public-retrievers/keys.js';
import type { ResolverTable } from './table.js';

export const retrieverKeyResolvers = {
  'retrievers.apiKeys.create': { fidelity: 'exact', resolve: createRetrieverKey },
  'retrievers.apiKeys.list': {
    fidelity: 'exact',
    note: 'last_used_at is known since the server started.',
    resolve: listRetrieverKeys,
  },
  'retrievers.apiKeys.revoke': { fidelity: 'exact', resolve: revokeRetrieverKey },
} satisfies ResolverTable;
