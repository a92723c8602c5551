import {
  agentsSessions as agentsSessionsRows,
  namespaces as namespacesRows,
  namespacesDocuments as documentsRows,
  namespacesModels as modelsRows,
  tasks as tasksRows,
} from '../generated/definitions.js';
import type { ResourceDefinition } from '../operation.js';
import { agentsSessionsExtension } from './agents-sessions.js';
import type { AgentsSessionsResource } from './agents-sessions.js';
import type { Extension } from './extension.js';
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

type Definition = ResourceDefinition<unknown>;

/** A pure call, so that bundlers leave out the definitions that nobody imports. */
const extended = (
  { path, rows, below }: Definition,
  extension: Extension,
  over: Readonly<Record<string, Definition>> = {},
): Definition => ({ path, rows, below: { ...below, ...over }, extension });

/** Conversations with agents: `send` and `confirm` give their events. */
export const agentsSessions: ResourceDefinition<AgentsSessionsResource> = /* @__PURE__ */ extended(
  agentsSessionsRows,
  agentsSessionsExtension,
) as ResourceDefinition<AgentsSessionsResource>;

/** Documents with their vectors: `upsert`, `upsertMany`, `bulkImport`. */
export const namespacesDocuments: ResourceDefinition<NamespaceDocumentsResource> = /* @__PURE__ */ extended(
  documentsRows,
  namespaceDocumentsExtension,
) as ResourceDefinition<NamespaceDocumentsResource>;

/** Custom models of a namespace. */
export const namespacesModels: ResourceDefinition<NamespaceModelsResource> = /* @__PURE__ */ extended(
  modelsRows,
  namespaceModelsExtension,
) as ResourceDefinition<NamespaceModelsResource>;

/** Namespaces, and what stands in them. */
export const namespaces: ResourceDefinition<NamespacesResource> = /* @__PURE__ */ extended(
  namespacesRows,
  namespacesExtension,
  { documents: namespacesDocuments, models: namespacesModels },
) as ResourceDefinition<NamespacesResource>;

/** Work that goes on in the service. */
export const tasks: ResourceDefinition<TasksResource> = /* @__PURE__ */ extended(
  tasksRows,
  tasksExtension,
) as ResourceDefinition<TasksResource>;
