import type { ApiPromise, RequestOptions, Vector } from '../call.js';
import type {
  ExecuteRetrieverResponse,
  FilterNode,
  StageDefsFeatureSearchConfig,
  StageDefsFusionStrategy,
} from '../generated/schemas.js';

/** One query of a search. Several make a hybrid search, fused by rank unless `fusion` says otherwise. */
export type SearchQuery = VectorQuery | EmbeddedTextQuery | KeywordQuery | StageDefsFeatureSearchConfig;

interface RankedQuery {
  /** Candidates taken from this query before fusion, 1 to 1,000. Default: the search's `limit`. */
  top_k?: number;
  /** Candidates that score lower are dropped before fusion. */
  min_score?: number;
  /** Share in the fused score, 0 to 1, for `fusion: 'weighted'`. Default 1. */
  weight?: number;
}

/** Nearest neighbours of a vector. */
export interface VectorQuery extends RankedQuery {
  vector_name: string;
  vector: Vector;
  /** Conditions on the candidates of this query alone. */
  filters?: FilterNode;
}

/** Nearest neighbours of a text, embedded by the index's inference service: needs a managed or promoted namespace. */
export interface EmbeddedTextQuery extends RankedQuery {
  vector_name: string;
  text: string;
  /** Conditions on the candidates of this query alone. */
  filters?: FilterNode;
}

/** Keyword (BM25) search over every text-indexed field. At most one in a search. */
export interface KeywordQuery extends RankedQuery {
  text: string;
  vector_name?: never;
}

export interface SearchParams {
  queries: readonly SearchQuery[];
  /** Conditions that every document must meet, applied before scoring: `{ lang: 'en' }`, `{ field, operator, value }`, or several under `AND`, `OR`, `NOT`. */
  filters?: FilterNode;
  /** Documents in the answer, 1 to 500. Default: the largest `top_k`, up to 500, else 10. */
  limit?: number;
  /** How several queries become one list. Default `rrf`. */
  fusion?: StageDefsFusionStrategy;
  /** Whether each document comes with its vectors. Default false. */
  return_vectors?: boolean;
  /** Namespace id or name. Default: the client's. */
  namespace_id?: string;
}

export type SearchResult = ExecuteRetrieverResponse;

export type Search = (params: SearchParams, options?: RequestOptions) => ApiPromise<SearchResult>;
