import { bulkImport } from './documents/bulk-import.js';
import { upsertDocuments } from './documents/upsert.js';
import type { ResolverTable } from './table.js';

export const namespaceDocumentResolvers = {
  'namespaces.documents.upsert': { fidelity: 'exact', resolve: upsertDocuments },
  'namespaces.documents.direct': { fidelity: 'exact', resolve: upsertDocuments },
  'namespaces.documents.bulkImport': {
    fidelity: 'behavioural',
    note: 'Lines are written when the body has arrived; the task only reports what came of it.',
    resolve: bulkImport,
  },
} satisfies ResolverTable;
