import { findCollection } from '../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../context.js';
import { aggregateDocuments } from './collection-documents/aggregate.js';
import { deleteDocumentBatch, updateDocumentBatch, updateDocumentsBulk } from './collection-documents/batch.js';
import { createDocument } from './collection-documents/create.js';
import { findWritable, getDocument, replaceDocument, updateDocument } from './documents/change.js';
import { listCollectionDocuments } from './documents/list.js';
import type { ResolverTable } from './table.js';

export const collectionDocumentResolvers = {
  'collections.documents.create': { fidelity: 'exact', resolve: createDocument },
  'collections.documents.list': {
    fidelity: 'exact',
    resolve: (context) => listCollectionDocuments(context, findCollection(context).id),
  },
  'collections.documents.get': {
    fidelity: 'exact',
    resolve: (context) => getDocument(context, findCollection(context).id),
  },
  'collections.documents.update': {
    fidelity: 'exact',
    resolve: (context) => updateDocument(context, findCollection(context).id),
  },
  'collections.documents.replace': {
    fidelity: 'exact',
    resolve: (context) => replaceDocument(context, findCollection(context).id),
  },
  'collections.documents.delete': { fidelity: 'exact', resolve: deleteDocument },
  'collections.documents.updateBatch': { fidelity: 'exact', resolve: updateDocumentBatch },
  'collections.documents.deleteBatch': { fidelity: 'exact', resolve: deleteDocumentBatch },
  'collections.documents.updateBulk': { fidelity: 'exact', resolve: updateDocumentsBulk },
  'collections.documents.aggregate': { fidelity: 'exact', resolve: aggregateDocuments },
} satisfies ResolverTable;

function deleteDocument(context: RequestContext): ResolverResult {
  const { namespace, path, tx } = context;
  const { id } = findWritable(path['document_id'] ?? '', context, findCollection(context).id);
  tx.deleteDocuments(namespace.id, [id]);
  return { body: { message: 'Successfully deleted', success: true } };
}
