import { getDocument, replaceDocument, updateDocument } from './documents/change.js';
import { listDocumentBatch, listDocuments } from './documents/list.js';
import type { ResolverTable } from './table.js';

export const documentResolvers = {
  'documents.get': { fidelity: 'exact', resolve: (context) => getDocument(context) },
  'documents.update': { fidelity: 'exact', resolve: (context) => updateDocument(context) },
  'documents.replace': { fidelity: 'exact', resolve: (context) => replaceDocument(context) },
  'documents.list': { fidelity: 'exact', resolve: listDocuments },
  'documents.listBatch': { fidelity: 'exact', resolve: listDocumentBatch },
} satisfies ResolverTable;
