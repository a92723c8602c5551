import { clustersExtension } from './clusters.js';
import { collectionsExtension } from './collections.js';
import type { Extension } from './extension.js';
import { namespaceDocumentsExtension } from './namespace-documents.js';
import { namespaceModelsExtension } from './namespace-models.js';
import { namespacesExtension } from './namespaces.js';
import { tasksExtension } from './tasks.js';
import { triggersExtension } from './triggers.js';

/** Hand-written parts by the path of their resource. */
export const extensions: Readonly<Record<string, Extension>> = {
  clusters: clustersExtension,
  collections: collectionsExtension,
  namespaces: namespacesExtension,
  'namespaces.documents': namespaceDocumentsExtension,
  'namespaces.models': namespaceModelsExtension,
  tasks: tasksExtension,
  triggers: triggersExtension,
};
