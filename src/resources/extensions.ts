import { clustersExtension } from './clusters.js';
import { collectionsExtension } from './collections.js';
import { bucketObjectsExtension } from './bucket-objects.js';
import { bucketUploadsExtension } from './bucket-uploads.js';
import { bucketBatchesExtension } from './bucket-batches.js';
import type { Extension } from './extension.js';
import { agentsSessionsExtension } from './agents-sessions.js';
import { namespaceDocumentsExtension } from './namespace-documents.js';
import { manifestExtension } from './manifest.js';
import { namespaceMigrationsExtension } from './namespace-migrations.js';
import { namespaceModelsExtension } from './namespace-models.js';
import { namespacePluginsExtension } from './namespace-plugins.js';
import { namespacesExtension } from './namespaces.js';
import { tasksExtension } from './tasks.js';
import { triggersExtension } from './triggers.js';

/** Hand-written parts by the path of their resource. */
export const extensions: Readonly<Record<string, Extension>> = {
  clusters: clustersExtension,
  collections: collectionsExtension,
  'agents.sessions': agentsSessionsExtension,
  manifest: manifestExtension,
  'buckets.objects': bucketObjectsExtension,
  'buckets.uploads': bucketUploadsExtension,
  'buckets.batches': bucketBatchesExtension,
  namespaces: namespacesExtension,
  'namespaces.documents': namespaceDocumentsExtension,
  'namespaces.migrations': namespaceMigrationsExtension,
  'namespaces.models': namespaceModelsExtension,
  'namespaces.plugins': namespacePluginsExtension,
  tasks: tasksExtension,
  triggers: triggersExtension,
};
