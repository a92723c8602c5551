import { bulkImport } from './documents/bulk-import.js';
import { upsertDocuments } from './documents/upsert.js';
import type { ResolverTable } from './table.js';

export const namespaceDocumentResolvers = {
  'namespaces.documents.upsert': { fidelity: 'exact', resolve: upsertDocuments },
  'namespaces.documents.direct': { fidelity: 'exact', resolve: upsertDocuments },
  'namespaces.documents.bulkImport': {
    fidelity: 'behavioural',
    note: 'Lines are written in chunks of 1,000 before it answers; the task only reports what came of them.',
    resolve: bulkImport,
  },
} satisfies ResolverTable;
