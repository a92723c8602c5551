import {
  clusters as clustersRows,
  collections as collectionsRows,
  agentsSessions as agentsSessionsRows,
  manifest as manifestRows,
  buckets as bucketsRows,
  bucketsObjects as bucketObjectsRows,
  bucketsUploads as bucketUploadsRows,
  bucketsBatches as bucketBatchesRows,
  namespaces as namespacesRows,
  namespacesDocuments as documentsRows,
  namespacesMigrations as migrationsRows,
  namespacesModels as modelsRows,
  namespacesPlugins as pluginsRows,
  tasks as tasksRows,
  triggers as triggersRows,
} from '../generated/definitions.js';
import type { ResourceDefinition } from '../operation.js';
import { clustersExtension } from './clusters.js';
import type { ClustersResource } from './clusters.js';
import { collectionsExtension } from './collections.js';
import type { CollectionsResource } from './collections.js';
import { agentsSessionsExtension } from './agents-sessions.js';
import type { AgentsSessionsResource } from './agents-sessions.js';
import { bucketObjectsExtension } from './bucket-objects.js';
import type { BucketObjectsResource } from './bucket-objects.js';
import { bucketUploadsExtension } from './bucket-uploads.js';
import type { BucketUploadsResource } from './bucket-uploads.js';
import type { BucketsResource } from './buckets.js';
import { bucketBatchesExtension } from './bucket-batches.js';
import type { BucketBatchesResource } from './bucket-batches.js';
import type { Extension } from './extension.js';
import { namespaceDocumentsExtension } from './namespace-documents.js';
import type { NamespaceDocumentsResource } from './namespace-documents.js';
import { manifestExtension } from './manifest.js';
import type { ManifestResource } from './manifest.js';
import { namespaceMigrationsExtension } from './namespace-migrations.js';
import type { NamespaceMigrationsResource } from './namespace-migrations.js';
import { namespacePluginsExtension } from './namespace-plugins.js';
import type { NamespacePluginsResource } from './namespace-plugins.js';
import { namespaceModelsExtension } from './namespace-models.js';
import type { NamespaceModelsResource } from './namespace-models.js';
import { namespacesExtension } from './namespaces.js';
import type { NamespacesResource } from './namespaces.js';
import { tasksExtension } from './tasks.js';
import type { TasksResource } from './tasks.js';
import { triggersExtension } from './triggers.js';
import type { TriggersResource } from './triggers.js';

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

/** Objects of buckets, also from URLs and files. */
export const bucketsObjects: ResourceDefinition<BucketObjectsResource> = /* @__PURE__ */ extended(
  bucketObjectsRows,
  bucketObjectsExtension,
) as ResourceDefinition<BucketObjectsResource>;

/** Uploads to buckets: `put`, `putMany`. */
export const bucketsUploads: ResourceDefinition<BucketUploadsResource> = /* @__PURE__ */ extended(
  bucketUploadsRows,
  bucketUploadsExtension,
) as ResourceDefinition<BucketUploadsResource>;

/** Batches of objects: `submit`, `handle`. */
export const bucketsBatches: ResourceDefinition<BucketBatchesResource> = /* @__PURE__ */ extended(
  bucketBatchesRows,
  bucketBatchesExtension,
) as ResourceDefinition<BucketBatchesResource>;

/** Buckets, and what stands in them. */
export const buckets: ResourceDefinition<BucketsResource> = /* @__PURE__ */ extended(
  bucketsRows,
  {},
  { batches: bucketsBatches, objects: bucketsObjects, uploads: bucketsUploads },
) as ResourceDefinition<BucketsResource>;

/** What turns objects into documents: `trigger`. */
export const collections: ResourceDefinition<CollectionsResource> = /* @__PURE__ */ extended(
  collectionsRows,
  collectionsExtension,
) as ResourceDefinition<CollectionsResource>;

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

/** Migrations between namespaces. */
export const namespacesMigrations: ResourceDefinition<NamespaceMigrationsResource> = /* @__PURE__ */ extended(
  migrationsRows,
  namespaceMigrationsExtension,
) as ResourceDefinition<NamespaceMigrationsResource>;

/** Plugins of a namespace. */
export const namespacesPlugins: ResourceDefinition<NamespacePluginsResource> = /* @__PURE__ */ extended(
  pluginsRows,
  namespacePluginsExtension,
) as ResourceDefinition<NamespacePluginsResource>;

/** Manifests: all resources as one file. */
export const manifest: ResourceDefinition<ManifestResource> = /* @__PURE__ */ extended(
  manifestRows,
  manifestExtension,
) as ResourceDefinition<ManifestResource>;

/** Namespaces, and what stands in them. */
export const namespaces: ResourceDefinition<NamespacesResource> = /* @__PURE__ */ extended(
  namespacesRows,
  namespacesExtension,
  {
    documents: namespacesDocuments,
    migrations: namespacesMigrations,
    models: namespacesModels,
    plugins: namespacesPlugins,
  },
) as ResourceDefinition<NamespacesResource>;

/** Work that goes on in the service. */
export const tasks: ResourceDefinition<TasksResource> = /* @__PURE__ */ extended(
  tasksRows,
  tasksExtension,
) as ResourceDefinition<TasksResource>;

/** Groups of documents: `execute` gives a run to wait for. */
export const clusters: ResourceDefinition<ClustersResource> = /* @__PURE__ */ extended(
  clustersRows,
  clustersExtension,
) as ResourceDefinition<ClustersResource>;

/** What starts work by itself. */
export const triggers: ResourceDefinition<TriggersResource> = /* @__PURE__ */ extended(
  triggersRows,
  triggersExtension,
) as ResourceDefinition<TriggersResource>;
