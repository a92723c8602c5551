import type { JsonObject } from '../../../internal/json.js';

/** Parameters of `feature_search` after the schema check, defaults filled in. */
export type FeatureSearchParameters = {
  searches?: Search[] | null;
  lexical?: LexicalSearch | null;
  final_top_k: number;
  fusion?: 'rrf' | 'dbsf' | 'weighted' | 'max' | 'learned' | null;
  learning_config?: JsonObject | null;
  query_preprocessing?: JsonObject | null;
  collection_identifiers?: string[] | null;
  facets?: Facet[] | null;
  group_by?: GroupBy | null;
};

export type Search = {
  feature_uri: string;
  query: Query;
  top_k: number;
  min_score?: number | null;
  weight: number;
  on_empty?: 'error' | 'skip' | 'random' | null;
  filters?: JsonObject | null;
  query_preprocessing?: JsonObject | null;
  collection_identifiers?: string[] | null;
};

export type Query =
  | { input_mode: 'vector'; value?: number[] | number[][] | string | null }
  | { input_mode: 'text'; value?: string | null; text?: string | null }
  | {
      input_mode: 'content';
      value?: string | string[] | null;
      values?: string[] | null;
      content?: { url?: string | null; base64?: string | null } | null;
    }
  | { input_mode: 'document'; document_ref: { collection_id?: string | null; document_id?: string | null } };

export type LexicalSearch = {
  query: string;
  top_k: number;
  weight: number;
  min_score?: number | null;
};

export type Facet = {
  key: string;
  limit: number;
};

export type GroupBy = {
  field: string;
  max_per_group: number;
  limit: number;
  output_mode: string;
};
