import type { Extension } from './extension.js';
import { agentsSessionsExtension } from './agents-sessions.js';
import { namespaceDocumentsExtension } from './namespace-documents.js';
import { namespaceModelsExtension } from './namespace-models.js';
import { namespacesExtension } from './namespaces.js';
import { tasksExtension } from './tasks.js';

/** Hand-written parts by the path of their resource. */
export const extensions: Readonly<Record<string, Extension>> = {
  'agents.sessions': agentsSessionsExtension,
  namespaces: namespacesExtension,
  'namespaces.documents': namespaceDocumentsExtension,
  'namespaces.models': namespaceModelsExtension,
  tasks: tasksExtension,
};
