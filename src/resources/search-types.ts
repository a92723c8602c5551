import type { ApiPromise, RequestOptions, Vector, WithFloat32Vectors } from '../call.js';
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
  /** Vector index to search. */
  vector_name: string;
  /** As long as the index has dimensions. */
  vector: Vector;
  text?: never;
  /** Conditions on the candidates of this query alone. */
  filters?: FilterNode;
}

/** Nearest neighbours of a text, embedded by the index's inference service: needs a managed or promoted namespace. */
export interface EmbeddedTextQuery extends RankedQuery {
  /** Vector index to search. */
  vector_name: string;
  /** Embedded by the service. */
  text: string;
  vector?: never;
  /** Conditions on the candidates of this query alone. */
  filters?: FilterNode;
}

/** Keyword (BM25) search over every text-indexed field. At most one in a search. */
export interface KeywordQuery extends RankedQuery {
  /** Words to look for. */
  text: string;
  vector_name?: never;
  vector?: never;
}

/** What to search for, and among which documents. */
export interface SearchParams {
  /** At least one; several make a hybrid search. */
  queries: readonly SearchQuery[];
  /** Conditions that every document must meet, applied before scoring: `{ lang: 'en' }`, `{ field, operator, value }`, or several under `AND`, `OR`, `NOT`. */
  filters?: FilterNode | undefined;
  /** Documents in the answer, 1 to 500. Default: the largest `top_k`, up to 500, else 10. */
  limit?: number | undefined;
  /** How several queries become one list. Default `rrf`. */
  fusion?: StageDefsFusionStrategy | undefined;
  /** Whether each document comes with its vectors. Default false. */
  return_vectors?: boolean | undefined;
  /** Namespace id or name. Default: the client's. */
  namespace_id?: string | undefined;
}

/** Hits in `documents`, best first, each with `document_id`, `score` and its payload fields. */
export type SearchResult = ExecuteRetrieverResponse;

/** Searches a namespace; see `Mixpeek.search`. */
export interface Search {
  (
    params: SearchParams,
    options: RequestOptions & { resultVectors: 'float32' },
  ): ApiPromise<WithFloat32Vectors<SearchResult>>;
  (params: SearchParams, options?: RequestOptions): ApiPromise<SearchResult>;
}
