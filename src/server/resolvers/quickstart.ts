import { provisionDocsSearch } from './quickstart/docs-search.js';
import type { ResolverTable } from './table.js';

export const quickstartResolvers = {
  'quickstart.docsSearch': {
    fidelity: 'behavioural',
    note: 'Sites are read from this machine, and from hosts that the server is allowed to reach.',
    resolve: provisionDocsSearch,
  },
} satisfies ResolverTable;
