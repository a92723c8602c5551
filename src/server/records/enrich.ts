import type { JsonObject } from '../../internal/json.js';

/** Taxonomies, clusters, triggers, and what they did. */
export interface EnrichTables {
  taxonomies: TaxonomyRecord;
  taxonomyAssignments: TaxonomyAssignmentRecord;
  clusters: ClusterRecord;
  clusterRuns: ClusterRunRecord;
  clusterMembers: ClusterMembersRecord;
  triggers: TriggerRecord;
  triggerExecutions: TriggerExecutionRecord;
}

export interface TaxonomyRecord {
  id: string;
  namespace_id: string;
  taxonomy_name: string;
  metadata: JsonObject;
  /** Version 1 first. */
  versions: TaxonomyVersion[];
  created_at: string;
  updated_at: string;
}

export interface TaxonomyVersion {
  version: number;
  description: string | null;
  /** The configuration of the request, with defaults, as validated. */
  config: JsonObject;
  created_at: string;
}

/** What a document was assigned to when a taxonomy was applied to its collection; a later application replaces it. */
export interface TaxonomyAssignmentRecord {
  id: string;
  namespace_id: string;
  taxonomy_id: string;
  version: number;
  collection_id: string;
  document_id: string;
  /** Name of the entry or node; null where none was found. */
  label: string | null;
  /** Document id of the entry in a flat taxonomy, collection of the node in a hierarchical one. */
  node_id: string | null;
  /** Labels from the root to the node. */
  path: string[];
  /** 0 to 1. */
  confidence: number;
  /** Fields that were written into the document. */
  enrichments: string[];
  at: string;
}

export interface ClusterRecord {
  id: string;
  namespace_id: string;
  cluster_name: string;
  description: string | null;
  metadata: JsonObject;
  /** The create body with defaults, as validated; collections by id. */
  definition: JsonObject;
  created_at: string;
  updated_at: string;
}

export interface ClusterRunRecord {
  id: string;
  namespace_id: string;
  cluster_id: string;
  task_id: string;
  status: 'pending' | 'processing' | 'completed' | 'failed';
  /** What started it, when it was no request. */
  trigger_id: string | null;
  num_points: number;
  noise_points: number;
  groups: ClusterGroupRecord[];
  metrics: { silhouette: number | null; daviesBouldin: number | null; calinskiHarabasz: number | null } | null;
  learned_weights: Record<string, number> | null;
  learning_score: number | null;
  error_message: string | null;
  labeling_errors: string[] | null;
  created_at: string;
  completed_at: string | null;
}

export interface ClusterGroupRecord {
  /** `cl_0`, `cl_1`, ... */
  id: string;
  size: number;
  label: string | null;
  summary: string | null;
  keywords: string[] | null;
  parent_id: string | null;
}

/** Who is in the groups of the latest completed run of a cluster. */
export interface ClusterMembersRecord {
  /** That of the run. */
  id: string;
  namespace_id: string;
  cluster_id: string;
  /** By group, `noise` among them: documents with their distance to the middle of the group, the nearest first. */
  members: Record<string, { document_id: string; distance: number | null }[]>;
}

export interface TriggerRecord {
  id: string;
  namespace_id: string;
  /** `cluster`: of `/v1/clusters/triggers`; `general`: of `/v1/triggers`. */
  family: 'cluster' | 'general';
  action_type: string;
  action_config: JsonObject;
  trigger_type: 'cron' | 'interval' | 'event' | 'conditional';
  schedule_config: JsonObject;
  status: 'active' | 'paused' | 'disabled' | 'failed';
  description: string | null;
  created_by: string | null;
  next_scheduled_at: string | null;
  last_triggered_at: string | null;
  last_task_id: string | null;
  last_execution_status: string | null;
  last_execution_error: string | null;
  execution_count: number;
  consecutive_failures: number;
  event_counter: number;
  last_cooldown_at: string | null;
  baseline: JsonObject | null;
  last_measurement: JsonObject | null;
  last_condition_check_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface TriggerExecutionRecord {
  id: string;
  namespace_id: string;
  trigger_id: string;
  /** Null when its action could not begin. */
  task_id: string | null;
  status: string;
  error: string | null;
  triggered_at: string;
  ended_at: string | null;
}
