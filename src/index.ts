export { Mixpeek } from './client.js';
export { createClient } from './create-client.js';
export type { ClientBase, Definitions, ModularClient } from './create-client.js';
export type { Clock } from './internal/clock.js';
export type { HttpMethod, Operation, ResourceDefinition } from './operation.js';
export type { ClientOptions } from './options.js';

export {
  AbortError,
  ApiError,
  ConfigError,
  ConnectionError,
  DecodeError,
  isApiError,
  isMixpeekError,
  MixpeekError,
  TaskFailedError,
  TimeoutError,
  ValidationError,
} from './errors.js';
export type { FieldError, TimeoutPhase } from './errors.js';

export type {
  ApiPromise,
  AttemptInfo,
  BulkStanding,
  CacheOptions,
  Compression,
  Consistency,
  EventStream,
  HedgeOptions,
  NdjsonLines,
  Page,
  PagePromise,
  RequestOptions,
  ResponseInfo,
  ResultVectors,
  ResumeToken,
  Uploadable,
  UploadProgress,
  UploadSource,
  Vector,
  VectorPrecision,
  WithFloat32Vectors,
  WithResponse,
} from './call.js';
export type { ErrorEvent, Hooks, RequestEvent, ResponseEvent, RetryEvent } from './transport/hooks.js';
export { WriteTokens } from './transport/write-token.js';
export type { WriteToken, WriteTokensJson } from './transport/write-token.js';

export type { PaginateOptions } from './resources/paginate.js';
export type { RawRequest, RawRequestParams } from './resources/raw-request.js';
export type { Resources } from './resources/index.js';
export type {
  AgentConfirmationRequired,
  AgentDone,
  AgentEventData,
  AgentFailure,
  AgentIntent,
  AgentRetrieverExecution,
  AgentStreamEvent,
  AgentToolCall,
  AgentToolResult,
} from './resources/agent-events.js';
export type { AgentsResource, AgentsSessionsResource } from './resources/agents-sessions.js';
export type { BucketsResource } from './resources/buckets.js';
export type { BucketObjectsResource } from './resources/bucket-objects.js';
export type { FileObjectParams } from './resources/uploads/object-params.js';
export type { BucketUploadsResource } from './resources/bucket-uploads.js';
export type { UploadJournal } from './resources/uploads/upload-journal.js';
export type {
  FileOutcome,
  PutManyOptions,
  PutManyResult,
  UploadItem,
  UploadItems,
} from './resources/uploads/put-many.js';
export type { PutUploadOptions, PutUploadParams, PutUploadResult } from './resources/uploads/put-upload.js';
export type { BatchHandle, BucketBatchesResource } from './resources/bucket-batches.js';
export type { BatchRun } from './resources/batch-run.js';
export type { CollectionsResource } from './resources/collections.js';
export type { CreateNamespaceParams, NamespacesResource } from './resources/namespaces.js';
export type { NamespaceDocumentsResource } from './resources/namespace-documents.js';
export type { ExportManifestParams, ManifestResource } from './resources/manifest.js';
export type { ManifestObject, ManifestSource } from './resources/manifest-types.js';
export type { MigrationHandle, NamespaceMigrationsResource } from './resources/namespace-migrations.js';
export type { NamespaceModelsResource } from './resources/namespace-models.js';
export type { DeploymentHandle, NamespacePluginsResource } from './resources/namespace-plugins.js';
export type { WaitForOptions } from './resources/wait-for.js';
export type { TaskInHand, TasksResource } from './resources/tasks.js';
export type {
  EmbeddedTextQuery,
  KeywordQuery,
  Search,
  SearchParams,
  SearchQuery,
  SearchResult,
  VectorQuery,
} from './resources/search-types.js';
export type { ClusterRun, ClustersResource } from './resources/clusters.js';
export type { CollectionTaxonomies } from './resources/collection-taxonomies.js';
export type { TriggersResource } from './resources/triggers.js';
export type { TaskHandle } from './resources/task-handle.js';
export type { BulkRun } from './resources/bulk/run.js';
export type { BulkSource } from './resources/bulk/source.js';
export type { UpsertManyRun } from './resources/upsert-many-run.js';
export type {
  UpsertManyOptions,
  UpsertManyProgress,
  UpsertManyReport,
  UpsertManyResult,
} from './resources/upsert-many-options.js';
export type { FailedBatch, FailedDocuments } from './resources/failed-batch.js';
export type { WarmUpOptions } from './resources/warm-up.js';
export type { WaitOptions } from './resources/wait.js';

export { documentVersion } from './generated/version.js';
export { version } from './version.js';
export type * as types from './types.js';
