import type { JsonObject } from '../../internal/json.js';

/** The tables of namespaces, retrievers, tasks and models. */
export interface CoreTables {
  namespaces: NamespaceRecord;
  retrievers: RetrieverRecord;
  executions: ExecutionRecord;
  tasks: TaskRecord;
  models: ModelRecord;
  orgModels: OrgModelRecord;
  modelUploads: ModelUploadRecord;
  jobs: JobRecord;
}

export interface VectorConfigRecord {
  name: string;
  dimension: number;
  metric: 'cosine' | 'dot' | 'euclidean';
}

export interface PayloadIndexRecord {
  field_name: string;
  type: string;
  field_schema?: JsonObject | null;
  is_protected?: boolean;
}

export interface NamespaceRecord {
  id: string;
  namespace_name: string;
  mode: 'managed' | 'standalone';
  vector_configs: VectorConfigRecord[];
  vector_inference_map: Record<string, string>;
  payload_indexes: PayloadIndexRecord[];
  feature_extractors: JsonObject[];
  auto_create_indexes: boolean;
  description: string | null;
  namespace_type: string;
  scope: string;
  infrastructure: JsonObject | null;
  created_at: string;
  updated_at: string;
  expires_at: string | null;
  /** Every index this namespace was asked to ensure; a text index answers keyword queries only once it is listed. */
  ensured_indexes: string[];
}

export interface RetrieverRecord {
  id: string;
  namespace_id: string;
  retriever_name: string;
  /** The create body with defaults, as validated. */
  definition: JsonObject;
  created_at: string;
  updated_at: string;
}

export interface ExecutionRecord {
  id: string;
  namespace_id: string;
  retriever_id: string | null;
  /** The execution's answer and inputs, without vectors. */
  detail: JsonObject;
  created_at: string;
}

export interface TaskRecord {
  id: string;
  namespace_id: string | null;
  task_type: string;
  status: string;
  inputs: JsonObject[];
  outputs: JsonObject[];
  additional_data: JsonObject;
  error: string | null;
  created_at: string;
  updated_at: string;
}

export interface ModelRecord {
  id: string;
  namespace_id: string;
  /** The model document of the API, without `success`. */
  model: JsonObject;
  /** Stored name of the archive; null when there is none. */
  archive: string | null;
  created_at: string;
}

export interface OrgModelRecord {
  id: string;
  model: JsonObject;
  enabled_namespaces: string[];
  /** As in `ModelRecord`. */
  archive: string | null;
}

export interface ModelUploadRecord {
  /** Also that of its presigned upload. */
  id: string;
  /** The answer that began it. */
  upload: JsonObject;
  /** The request that began it. */
  request: JsonObject;
  expires_at: string;
}

/** Something that happens when the clock reaches `due_at`; survives a restart. */
export interface JobRecord {
  id: string;
  kind: string;
  due_at: number;
  payload: JsonObject;
}
