import type { JsonObject } from '../../../internal/json.js';
import { readClustering } from '../../cluster/definition.js';
import type { StateReader } from '../../context.js';
import { textOf } from '../../json-object.js';
import type { ClusterRecord, ClusterRunRecord } from '../../records.js';
import { latestCompleted, latestRun } from './find.js';

const TASK_STATUS = { pending: 'PENDING', processing: 'PROCESSING', completed: 'COMPLETED', failed: 'FAILED' } as const;

const statusOf = (run: ClusterRunRecord | undefined): string => (run === undefined ? 'DRAFT' : TASK_STATUS[run.status]);

/** A cluster with what its latest completed run found. */
export function toClusterView(cluster: ClusterRecord, state: StateReader): JsonObject {
  const { definition } = cluster;
  const clustering = readClustering(definition);
  const latest = latestRun(cluster.id, state);
  const completed = latestCompleted(cluster.id, state);
  const nested = completed?.groups.filter(({ parent_id: parent }) => parent !== null) ?? [];
  const tops = completed?.groups.filter(({ parent_id: parent }) => parent === null) ?? [];
  return {
    cluster_id: cluster.id,
    cluster_name: cluster.cluster_name,
    namespace_id: cluster.namespace_id,
    input_collections: definition['collection_ids'] ?? [],
    source_bucket_ids: null,
    filters: definition['filters'] ?? null,
    cluster_type: clustering.kind,
    ...toMethod(definition),
    learned_weights: completed?.learned_weights ?? null,
    learning_quality_score: completed?.learning_score ?? null,
    output_collection_ids: [],
    output_collection_names: [],
    enrich_source: writesGroups(cluster),
    source_enrichment_config: definition['source_enrichment_config'] ?? null,
    llm_labeling: definition['llm_labeling'] ?? null,
    num_clusters: completed?.groups.length ?? null,
    num_documents_clustered: completed?.num_points ?? null,
    execution_time_seconds: completed === undefined ? null : durationMs(completed) / 1000,
    hierarchy_detected: nested.length > 0,
    parent_cluster_id: null,
    child_cluster_ids: nested.length > 0 ? tops.map(({ id }) => id) : null,
    hierarchy_relationships:
      nested.length > 0 ? nested.map(({ id, parent_id: parent }) => ({ parent, child: id })) : null,
    status: statusOf(latest),
    last_execution_task_id: latest?.task_id ?? null,
    created_at: cluster.created_at,
    updated_at: cluster.updated_at,
    last_executed_at: latest?.created_at ?? null,
    completed_at: latest?.completed_at ?? null,
    llm_labeling_errors: completed?.labeling_errors ?? null,
    metadata: cluster.metadata,
  };
}

function toMethod(definition: JsonObject): JsonObject {
  const clustering = readClustering(definition);
  if (clustering.kind === 'attribute') {
    const config = definition['attribute_config'] as JsonObject | undefined;
    return {
      feature_uris: null,
      multi_feature_strategy: null,
      effective_feature_method: null,
      clustered_attributes: [...clustering.attribute.attributes],
      hierarchical_grouping: clustering.attribute.nested,
      aggregation_method: config?.['aggregation_method'] ?? null,
      algorithm: 'attribute_based',
      algorithm_params: null,
    };
  }
  const { features, strategy, center, algorithm, parameters } = clustering.vector;
  return {
    feature_uris: [...features],
    multi_feature_strategy: strategy,
    effective_feature_method: center,
    clustered_attributes: null,
    hierarchical_grouping: null,
    aggregation_method: null,
    algorithm,
    algorithm_params: parameters,
  };
}

/** Whether every run writes its groups into the documents. */
export function writesGroups({ definition }: ClusterRecord): boolean {
  const vector = definition['vector_config'];
  const own =
    typeof vector === 'object' && vector !== null && !Array.isArray(vector) && vector['enrich_source'] === true;
  return definition['enrich_source_collection'] === true || own;
}

export const durationMs = ({ created_at: start, completed_at: end }: ClusterRunRecord): number =>
  end === null ? 0 : Date.parse(end) - Date.parse(start);

/** A cluster as it was defined. */
export function toDefinitionView(cluster: ClusterRecord, state: StateReader): JsonObject {
  const { definition } = cluster;
  const latest = latestRun(cluster.id, state);
  const completed = latestCompleted(cluster.id, state);
  const vector = definition['vector_config'];
  return {
    cluster_id: cluster.id,
    cluster_name: cluster.cluster_name,
    collection_ids: definition['collection_ids'] ?? [],
    cluster_type: readClustering(definition).kind,
    vector_config: vector ?? null,
    attribute_config: definition['attribute_config'] ?? null,
    filters: definition['filters'] ?? null,
    llm_labeling: definition['llm_labeling'] ?? null,
    enrich_source_collection: definition['enrich_source_collection'] === true,
    source_enrichment_config: definition['source_enrichment_config'] ?? null,
    parquet_path: null,
    members_key: null,
    num_clusters: completed?.groups.length ?? null,
    cluster_stats:
      completed === undefined
        ? null
        : {
            num_clusters: completed.groups.length,
            noise_points: completed.noise_points,
            silhouette_score: completed.metrics?.silhouette ?? null,
            extra: {},
          },
    status: statusOf(latest),
    task_id: latest?.task_id ?? null,
    last_run_id: latest?.id ?? null,
    created_at: cluster.created_at,
    updated_at: cluster.updated_at,
    metadata: cluster.metadata,
  };
}

export function toClusterStats(views: readonly JsonObject[]): JsonObject {
  const documents = views.reduce(
    (sum, { num_documents_clustered: count }) => sum + (typeof count === 'number' ? count : 0),
    0,
  );
  const byStatus: Record<string, number> = {};
  for (const view of views) {
    const status = textOf(view, 'status');
    byStatus[status] = (byStatus[status] ?? 0) + 1;
  }
  return {
    total_clusters: views.length,
    total_documents: documents,
    avg_documents_per_cluster: views.length === 0 ? 0 : documents / views.length,
    clusters_by_status: byStatus,
  };
}

/** A run as callers see it. */
export function toRunView(run: ClusterRunRecord): JsonObject {
  const isDone = run.status === 'completed';
  return {
    run_id: run.id,
    cluster_id: run.cluster_id,
    status: run.status,
    num_clusters: run.groups.length,
    num_points: run.num_points,
    metrics:
      run.metrics === null
        ? null
        : {
            silhouette_score: run.metrics.silhouette,
            davies_bouldin_index: run.metrics.daviesBouldin,
            calinski_harabasz_score: run.metrics.calinskiHarabasz,
          },
    centroids: isDone
      ? run.groups.map(({ id, size, label, summary, keywords }) => ({
          cluster_id: id,
          num_members: size,
          label,
          summary,
          keywords,
        }))
      : null,
    created_at: run.created_at,
    completed_at: run.completed_at,
    error_message: run.error_message,
    llm_labeling_errors: run.labeling_errors,
  };
}
