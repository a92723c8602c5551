import { bucketBatchesExtension } from './bucket-batches.js';
import { collectionsExtension } from './collections.js';
import type { Extension } from './extension.js';
import { namespaceDocumentsExtension } from './namespace-documents.js';
import { namespaceModelsExtension } from './namespace-models.js';
import { namespacesExtension } from './namespaces.js';
import { tasksExtension } from './tasks.js';

/** Hand-written parts by the path of their resource. */
export const extensions: Readonly<Record<string, Extension>> = {
  'buckets.batches': bucketBatchesExtension,
  collections: collectionsExtension,
  namespaces: namespacesExtension,
  'namespaces.documents': namespaceDocumentsExtension,
  'namespaces.models': namespaceModelsExtension,
  tasks: tasksExtension,
};
