import { isRecord } from './cell.js';

/** What a table of a resource's items shows, where the general choice would show less telling fields. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  namespaces: ['namespace_id', 'namespace_name', 'mode', 'document_count', 'created_at', 'expires_at'],
  'namespaces.models': ['model_id', 'name', 'version', 'model_format', 'deployed', 'created_at'],
  'namespaces.extractors': ['feature_extractor_id', 'source', 'description'],
  buckets: ['bucket_id', 'bucket_name', 'object_count', 'total_size_bytes', 'status', 'created_at'],
  'buckets.objects': ['object_id', 'status', 'key_prefix', 'created_at', 'updated_at'],
  'buckets.uploads': ['upload_id', 'filename', 'status', 'file_size_bytes', 'object_id', 'created_at'],
  'buckets.syncs': ['sync_config_id', 'source_path', 'status', 'total_files_synced', 'last_sync_at', 'last_error'],
  'organizations.connections': ['connection_id', 'name', 'provider_type', 'status', 'last_used_at', 'last_error'],
  models: ['model_id', 'name', 'version', 'model_format', 'created_at'],
  retrievers: ['retriever_id', 'retriever_name', 'description', 'created_at'],
  'retrievers.executions': ['execution_id', 'status', 'created_at'],
  'retrievers.adhocExecutions': ['execution_id', 'status', 'created_at'],
  'retrievers.stages': ['stage_id', 'category', 'available', 'description'],
  manifest: [
    'action',
    'status',
    'severity',
    'code',
    'resource_type',
    'name',
    'location',
    'resource_id',
    'message',
    'details',
    'error',
  ],
  'namespaces.migrations': ['migration_id', 'status', 'namespace_id', 'task_id', 'created_at', 'completed_at'],
  'namespaces.plugins': ['plugin_id', 'name', 'version', 'validation_status', 'deployed', 'enabled_in_namespace'],
  plugins: ['plugin_id', 'name', 'version', 'validation_status', 'deployed', 'created_at'],
  'public.templates.namespaces': ['template_id', 'name', 'category', 'description'],
  'public.templates.retrievers': ['template_id', 'name', 'category', 'description'],
  'public.templates.scaffolds': ['template_id', 'name', 'category', 'description'],
  'templates.buckets': ['template_id', 'name', 'scope', 'category', 'description'],
  'templates.clusters': ['template_id', 'name', 'scope', 'category', 'description'],
  'templates.collections': ['template_id', 'name', 'scope', 'category', 'description'],
  'templates.namespaces': ['template_id', 'name', 'scope', 'category', 'description'],
  'templates.retrievers': ['template_id', 'name', 'scope', 'category', 'description'],
  'templates.taxonomies': ['template_id', 'name', 'scope', 'category', 'description'],
  featureExtractors: ['feature_extractor_id', 'description'],
  'organizations.users': ['email', 'user_name', 'role', 'status', 'created_at'],
  'organizations.users.apiKeys': [
    'name',
    'key_id',
    'key_prefix',
    'permissions',
    'status',
    'last_used_at',
    'expires_at',
  ],
  'organizations.audit.logs': ['timestamp', 'action', 'resource_type', 'resource_id', 'actor_id', 'status'],
  'organizations.apiKeys': ['operation', 'requests', 'errors', 'credits', 'average_duration_ms', 'last_request_at'],
  'organizations.billing': ['invoice_id', 'billing_month', 'status', 'amount_due', 'amount_paid', 'total_credits'],
  discovery: ['stage_id', 'category', 'cost_tier', 'name', 'version', 'description'],
  resources: ['resource_type', 'resource_id', 'resource_name', 'description'],
  taxonomies: ['taxonomy_id', 'taxonomy_name', 'version', 'ready', 'description', 'created_at'],
  'taxonomies.versions': ['version', 'taxonomy_name', 'description', 'created_at'],
  clusters: ['cluster_id', 'cluster_name', 'algorithm', 'status', 'num_clusters', 'num_documents_clustered'],
  'clusters.executions': ['run_id', 'status', 'num_clusters', 'num_points', 'created_at', 'error_message'],
  'clusters.groups': ['group_id', 'label', 'document_count', 'keywords'],
  'clusters.triggers': [
    'trigger_id',
    'cluster_id',
    'trigger_type',
    'status',
    'next_scheduled_at',
    'last_execution_status',
  ],
  triggers: ['trigger_id', 'action_type', 'trigger_type', 'status', 'next_scheduled_at', 'last_execution_status'],
  tasks: ['task_id', 'task_type', 'status', 'error'],
};

/** The columns for these items: those of the resource that any of them has; `undefined` leaves the choice to the table. */
export function columnsOf(resource: string, items: unknown): readonly string[] | undefined {
  if (!Array.isArray(items)) return undefined;
  const known = COLUMNS[resource]?.filter((name) =>
    items.some((item) => isRecord(item) && item[name] !== null && item[name] !== undefined),
  );
  return known !== undefined && known.length > 1 ? known : undefined;
}
