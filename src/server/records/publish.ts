import type { JsonObject } from '../../internal/json.js';

/** What surrounds retrievers: publications and their keys, interactions, learned fusion, measurements, pages, marketplace, apps. */
export interface PublishTables {
  publications: PublicationRecord;
  interactions: InteractionRecord;
  fusionSettings: FusionSettingsRecord;
  fusionWeights: FusionWeightsRecord;
  fusionTraces: FusionTraceRecord;
  fusionActivity: FusionActivityRecord;
  datasets: DatasetRecord;
  evaluations: EvaluationRecord;
  benchmarks: BenchmarkRecord;
  pages: PageRecord;
  listings: ListingRecord;
  subscriptions: SubscriptionRecord;
  apps: AppRecord;
  appVersions: AppVersionRecord;
}

interface Changing {
  id: string;
  created_at: string;
  updated_at: string;
}

/** How one retriever is open to the public. */
export interface PublicationRecord extends Changing {
  namespace_id: string;
  retriever_id: string;
  public_name: string;
  display_name: string | null;
  description: string | null;
  icon_base64: string | null;
  /** Shown to everyone: no secret, so it is kept as it is. */
  public_api_key: string;
  display_config: JsonObject;
  rate_limit_config: JsonObject;
  password_secret_name: string | null;
  include_metadata: boolean;
  is_active: boolean;
  tags: string[];
  category: string | null;
  /** The page that came with it; null when there was none, or it is gone. */
  page_id: string | null;
}

export interface InteractionRecord {
  id: string;
  namespace_id: string;
  feature_id: string;
  interaction_type: string[];
  position: number;
  metadata: JsonObject | null;
  user_id: string | null;
  session_id: string | null;
  execution_id: string | null;
  retriever_id: string | null;
  query_snapshot: JsonObject | null;
  document_score: number | null;
  result_set_size: number | null;
  feature_uri: string | null;
  /** When it happened, which may be before it was reported. */
  created_at: string;
}

/** Whether a retriever learns; its id is the retriever's. */
export interface FusionSettingsRecord {
  id: string;
  namespace_id: string;
  enabled: boolean;
  rollout_pct: number;
  opted_out: string[];
  enabled_at: string | null;
  updated_at: string;
}

/** What one user, or with null all together, taught a retriever. Its id is `<retriever>/<user>`. */
export interface FusionWeightsRecord {
  id: string;
  namespace_id: string;
  retriever_id: string;
  user_id: string | null;
  features: Record<string, FeatureCounts>;
  interactions: number;
  updated_at: string;
}

/** Successes and failures of a feature, without the prior. */
export interface FeatureCounts {
  successes: number;
  failures: number;
  samples: number;
}

/** What an execution with learned fusion owed each document to; its id is the execution's. */
export interface FusionTraceRecord {
  id: string;
  namespace_id: string;
  retriever_id: string;
  user_id: string | null;
  arm: 'learned' | 'control';
  /** Share of each feature in a document's score, by document and feature. */
  shares: Record<string, Record<string, number>>;
  created_at: string;
}

export interface FusionActivityRecord {
  id: string;
  namespace_id: string;
  retriever_id: string;
  type: string;
  user_id: string | null;
  details: JsonObject;
  created_at: string;
}

export interface DatasetRecord extends Changing {
  namespace_id: string;
  dataset_name: string;
  description: string | null;
  queries: JsonObject[];
  metadata: JsonObject | null;
}

export interface EvaluationRecord extends Changing {
  namespace_id: string;
  retriever_id: string;
  dataset_id: string;
  dataset_name: string;
  task_id: string;
  k_values: number[];
  metrics: string[];
  queries: JsonObject[];
  status: 'pending' | 'in_progress' | 'completed' | 'failed';
  completed_at: string | null;
  overall_metrics: JsonObject | null;
  metrics_by_k: JsonObject | null;
  error_message: string | null;
}

export interface BenchmarkRecord {
  id: string;
  namespace_id: string;
  benchmark_name: string;
  baseline_retriever_id: string;
  candidate_retriever_ids: string[];
  session_filter: JsonObject | null;
  session_count: number;
  status: 'pending' | 'building_sessions' | 'replaying' | 'computing_metrics' | 'completed' | 'failed';
  /** Between the steps: sessions, then what each retriever answered. */
  work: JsonObject;
  results: JsonObject[] | null;
  comparison: JsonObject | null;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  error_message: string | null;
}

export interface PageRecord extends Changing {
  namespace_id: string;
  slug: string;
  /** The page document of the API, without id, slug and times. */
  page: JsonObject;
  password_secret_name: string | null;
  is_active: boolean;
}

export interface ListingRecord extends Changing {
  namespace_id: string;
  retriever_id: string;
  public_name: string;
  /** The fields that a seller sets, as in the API. */
  listing: JsonObject;
  status: 'draft' | 'published' | 'archived' | 'suspended';
  published_at: string | null;
}

export interface SubscriptionRecord extends Changing {
  listing_id: string;
  tier: string;
  status: 'active' | 'cancelled';
  price_per_month: number;
  limits: JsonObject;
  /** Its key, in the table of keys. */
  key_id: string;
  cancelled_at: string | null;
}

/** A hosted application; its id is the name that its first upload gave. */
export interface AppRecord extends Changing {
  /** File name of each upload that was not deployed yet, by its id. */
  uploads: Record<string, string>;
  /** Versions so far. */
  version_count: number;
  /** Version in each environment. */
  live: Record<string, number>;
}

/** Bytes of one version; its id is `<app>/<version>`. */
export interface AppVersionRecord {
  id: string;
  app_id: string;
  version: number;
  filename: string;
  size: number;
  sha256: string;
  /** Its stored name; null when the server keeps no files. */
  archive: string | null;
  created_at: string;
}
