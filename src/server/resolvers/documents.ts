import { getDocument, replaceDocument, updateDocument } from './documents/change.js';
import { listDocumentBatch, listDocuments } from './documents/list.js';
import type { ResolverTable } from './table.js';

export const documentResolvers = {
  'documents.get': { fidelity: 'exact', resolve: getDocument },
  'documents.update': { fidelity: 'exact', resolve: updateDocument },
  'documents.replace': { fidelity: 'exact', resolve: replaceDocument },
  'documents.list': { fidelity: 'exact', resolve: listDocuments },
  'documents.listBatch': { fidelity: 'exact', resolve: listDocumentBatch },
} satisfies ResolverTable;
