import * as generated from '../generated/definitions.js';
import type { ResourceDefinition } from '../operation.js';
import { namespaceDocumentsExtension } from './namespace-documents.js';
import type { NamespaceDocumentsResource } from './namespace-documents.js';
import { namespaceModelsExtension } from './namespace-models.js';
import type { NamespaceModelsResource } from './namespace-models.js';
import { namespacesExtension } from './namespaces.js';
import type { NamespacesResource } from './namespaces.js';
import { tasksExtension } from './tasks.js';
import type { TasksResource } from './tasks.js';

/** Resources to make a client of, the hand-written parts laid over the generated ones of the same name. */
export * from '../generated/definitions.js';

/** Documents with their vectors: `upsert`, `upsertMany`, `bulkImport`. */
export const namespacesDocuments: ResourceDefinition<NamespaceDocumentsResource> = {
  path: generated.namespacesDocuments.path,
  rows: generated.namespacesDocuments.rows,
  extension: namespaceDocumentsExtension,
};

/** Custom models of a namespace. */
export const namespacesModels: ResourceDefinition<NamespaceModelsResource> = {
  path: generated.namespacesModels.path,
  rows: generated.namespacesModels.rows,
  extension: namespaceModelsExtension,
};

/** Namespaces, and what stands in them. */
export const namespaces: ResourceDefinition<NamespacesResource> = {
  path: generated.namespaces.path,
  rows: generated.namespaces.rows,
  below: { ...generated.namespaces.below, documents: namespacesDocuments, models: namespacesModels },
  extension: namespacesExtension,
};

/** Work that goes on in the service. */
export const tasks: ResourceDefinition<TasksResource> = {
  path: generated.tasks.path,
  rows: generated.tasks.rows,
  extension: tasksExtension,
};
