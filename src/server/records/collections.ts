import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { ErrorCategory } from '../extractors/extraction-error.js';
import type { BucketSchema } from './ingest.js';

/** Collections, the batches that fill them, and what they put aside. */
export interface CollectionTables {
  collections: CollectionRecord;
  batches: BatchRecord;
  coldVectors: ColdVectorsRecord;
}

export interface CollectionRecord {
  id: string;
  namespace_id: string;
  collection_name: string;
  description: string | null;
  source: CollectionSource;
  input_schema: BucketSchema;
  output_schema: BucketSchema;
  /** Schemas of its buckets when it was made, by id; null for collection sources. */
  source_bucket_schemas: Record<string, BucketSchema> | null;
  feature_extractor: CollectionExtractor;
  enabled: boolean;
  metadata: JsonObject | null;
  schedule: JsonObject | null;
  trigger_id: string | null;
  schema_version: number;
  last_schema_sync: string | null;
  schema_sync_enabled: boolean;
  taxonomy_applications: JsonObject[];
  cluster_applications: JsonObject[];
  alert_applications: JsonObject[];
  retriever_enrichments: JsonObject[];
  lifecycle_state: LifecycleState;
  last_lifecycle_transition: string | null;
  /** The task of a transition under way. */
  lifecycle_task_id: string | null;
  tiering_rules: JsonObject[];
  created_at: string;
  updated_at: string;
}

export type LifecycleState = 'active' | 'cold' | 'archived';

/** Ids, not names; either list is empty for the other type. */
export interface CollectionSource {
  type: 'bucket' | 'collection';
  bucket_ids: string[];
  collection_ids: string[];
  /** Conditions on the source's fields. */
  filters: JsonObject | null;
}

/** `CollectionExtractor` of the document; its parameters checked, with defaults. */
export interface CollectionExtractor {
  feature_extractor_name: string;
  version: string;
  feature_extractor_id: string;
  /** As given. */
  params: JsonObject | null;
  parameters: JsonObject | null;
  input_mappings: Record<string, string> | InputMapping[];
  field_passthrough: FieldPassthrough[];
  include_all_source_fields: boolean;
}

export interface InputMapping {
  input_key: string;
  source_type?: 'payload' | 'literal' | 'vector' | null;
  path?: string | null;
  override?: JsonValue;
}

export interface FieldPassthrough {
  source_path: string;
  target_path?: string | null;
  default?: JsonValue;
  required: boolean;
}

export interface BatchRecord {
  id: string;
  namespace_id: string;
  /** For a batch of documents, the bucket at their start. */
  bucket_id: string;
  type: 'BUCKET' | 'COLLECTION';
  status: string;
  /** What the first tier reads: objects, or for a batch of documents, documents. */
  object_ids: string[];
  source_document_ids: string[];
  /** Conditions of a trigger, beside those of the collections. */
  source_filters: JsonObject | null;
  /** Collections of the first tier; null: every enabled one that reads from the bucket. */
  first_collection_ids: string[] | null;
  error: string | null;
  task_id: string | null;
  metadata: JsonObject;
  tiers: BatchTierRecord[];
  current_tier: number | null;
  failures: BatchFailureRecord[];
  logs: BatchLogRecord[];
  include_history: boolean;
  /** Whose documents it writes; null: the organization's. */
  principal_id: string | null;
  submitted_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface BatchTierRecord {
  status: string;
  task_id: string | null;
  started_at: string | null;
  completed_at: string | null;
  source_type: 'bucket' | 'collection';
  runs: BatchRunRecord[];
}

/** One collection in one tier. */
export interface BatchRunRecord {
  collection_id: string;
  /** Collections that it reads from, in tiers after the first. */
  source_collection_ids: string[];
  feature_extractor_id: string;
  status: string;
  /** Sources that were processed so far, of those that the run began with. */
  done: number;
  /** Ids of what it reads; null until it begins. */
  source_ids: string[] | null;
  fetched: number;
  filtered: number;
  missing_inputs: number;
  submitted: number;
  written: number;
  duration_ms: number;
  started_at: string | null;
  completed_at: string | null;
}

export interface BatchFailureRecord {
  /** Object or document that was read. */
  source_id: string;
  object_id: string | null;
  collection_id: string;
  tier: number;
  category: ErrorCategory;
  /** Where the cause lies. */
  cause: 'infrastructure' | 'timeout' | 'orphaned' | 'pipeline';
  message: string;
  retry_count: number;
  failed_at: string;
}

export interface BatchLogRecord {
  timestamp: string;
  level: 'info' | 'warning' | 'error';
  tier_num: number | null;
  collection_id: string | null;
  message: string;
}

/** Vectors of a cold document, by index. */
export interface ColdVectorsRecord {
  /** `<collection id>/<document id>`. */
  id: string;
  namespace_id: string;
  collection_id: string;
  document_id: string;
  vectors: Record<string, number[]>;
}
