import { findCollection } from '../collections/find-collection.js';
import { decompositionTree, documentLineage, objectDocuments } from './lineage/answer.js';
import type { ResolverTable } from './table.js';

export const lineageResolvers = {
  'collections.documents.lineage': {
    fidelity: 'exact',
    resolve: (context) => documentLineage(context, findCollection(context).id),
  },
  'documents.lineage': { fidelity: 'exact', resolve: (context) => documentLineage(context) },
  'objects.decompositionTree': { fidelity: 'exact', resolve: decompositionTree },
  'objects.documents': { fidelity: 'exact', resolve: objectDocuments },
} satisfies ResolverTable;
