import type { ApiPromise, RequestOptions, Vector } from '../call.js';
import { isApiError, ValidationError } from '../errors.js';
import type {
  ExecuteRetrieverResponse,
  LogicalOperator,
  StageDefsFeatureSearchConfig,
  StageDefsFusionStrategy,
} from '../generated/schemas.js';
import { ApiCall } from './api-call.js';
import { isPlainObject } from './arguments.js';
import type { Invoke } from './invoke.js';

/** One query of a search. Several make a hybrid search, fused by rank unless `fusion` says otherwise. */
export type SearchQuery = VectorQuery | EmbeddedTextQuery | KeywordQuery | StageDefsFeatureSearchConfig;

interface RankedQuery {
  /** Candidates taken from this query before fusion, 1 to 1,000. Default: the search's `limit`. */
  top_k?: number;
  /** Candidates that score lower are dropped before fusion. */
  min_score?: number;
  /** Share in the fused score, for `fusion: 'weighted'`. Default 1. */
  weight?: number;
}

/** Nearest neighbours of a vector. */
export interface VectorQuery extends RankedQuery {
  vector_name: string;
  vector: Vector;
  filters?: LogicalOperator;
}

/** Nearest neighbours of a text, embedded by the index's inference service: needs a managed or promoted namespace. */
export interface EmbeddedTextQuery extends RankedQuery {
  vector_name: string;
  text: string;
  filters?: LogicalOperator;
}

/** Keyword (BM25) search over every text-indexed field. At most one in a search. */
export interface KeywordQuery extends RankedQuery {
  text: string;
  vector_name?: never;
}

export interface SearchParams {
  queries: readonly SearchQuery[];
  /** Conditions that every document must meet, applied before scoring: `{ AND: [{ field, operator, value }] }` or `{ field: value }`. */
  filters?: LogicalOperator;
  /** Documents in the answer, 1 to 500. Default: the largest `top_k`, else 10. */
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

const DEFAULT_LIMIT = 10;

/** Searches in one request where the service takes ad-hoc retrievers, else through one that is made and deleted again. */
export function createSearch(invoke: Invoke, random: () => number): Search {
  let takesAdhoc = true;
  return (params, options = {}) => {
    const run = async (): Promise<Awaited<ReturnType<ApiPromise<SearchResult>['withResponse']>>> => {
      const { namespace_id: namespace, return_vectors: returnVectors } = checkShape(params);
      const stages = [toStage(params)];
      const scope = namespace === undefined ? {} : { namespace_id: namespace };
      const common = {
        ...(returnVectors === undefined ? {} : { return_vectors: returnVectors }),
        pagination: { method: 'cursor', limit: limitOf(params) },
        ...scope,
      };
      if (takesAdhoc) {
        try {
          return await sendAdhoc(invoke, { stages, input_schema: {}, inputs: {}, ...common }, options);
        } catch (error) {
          if (!isAdhocUnavailable(error)) throw error;
          takesAdhoc = false;
        }
      }
      return throughRetriever(invoke, { stages, common, scope, name: ephemeralName(random) }, options);
    };
    return new ApiCall(run());
  };
}

const sendAdhoc = (invoke: Invoke, body: object, options: RequestOptions) =>
  invoke('retrievers.executeAdhoc', body, options).withResponse() as ReturnType<
    ApiPromise<SearchResult>['withResponse']
  >;

interface Ephemeral {
  stages: readonly object[];
  common: object;
  scope: object;
  name: string;
}

async function throughRetriever(invoke: Invoke, { stages, common, scope, name }: Ephemeral, options: RequestOptions) {
  const retriever = (await invoke(
    'retrievers.create',
    { retriever_name: name, stages, input_schema: {}, ...scope },
    options,
  )) as { retriever_id: string };
  try {
    const execute = invoke('retrievers.execute', retriever.retriever_id, { inputs: {}, ...common }, options);
    return await (execute.withResponse() as ReturnType<ApiPromise<SearchResult>['withResponse']>);
  } finally {
    // The caller's signal may have fired already; the retriever goes all the same.
    const { signal: _signal, ...rest } = options;
    await invoke('retrievers.delete', retriever.retriever_id, scope, rest).catch(() => undefined);
  }
}

/** An older service has no ad-hoc route, or one that wants collections. */
function isAdhocUnavailable(error: unknown): boolean {
  if (!isApiError(error)) return false;
  if (error.status === 405 || error.status === 501) return true;
  if (error.status === 404) return error.details?.resource === undefined;
  return error.fieldErrors.some((field) => field.path.includes('collection_identifiers'));
}

const ephemeralName = (random: () => number): string =>
  `sdk-search-${Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')}`;

function checkShape(params: unknown): SearchParams {
  if (!isPlainObject(params) || !Array.isArray(params.queries) || params.queries.length === 0) {
    throw new ValidationError('search needs `queries`, a list with at least one query.', {
      hint: "await mp.search({ queries: [{ vector_name: 'text_8', vector, top_k: 5 }] })",
      fieldErrors: [{ path: 'queries', message: 'must be a non-empty array' }],
    });
  }
  return params as unknown as SearchParams;
}

function limitOf({ limit, queries }: SearchParams): number {
  return (limit ?? Math.max(...queries.map((query) => query.top_k ?? 0), 0)) || DEFAULT_LIMIT;
}

function toStage(params: SearchParams): object {
  const limit = limitOf(params);
  const keyword = params.queries.filter(isKeyword);
  if (keyword.length > 1) {
    throw new ValidationError(`search takes one keyword query; got ${keyword.length}.`, {
      hint: 'Put the words into one text.',
    });
  }
  const searches = params.queries.flatMap((query, index) =>
    isKeyword(query) ? [] : [toFeatureSearch(query, index, limit)],
  );
  const [words] = keyword;
  const lexical = words === undefined ? {} : { lexical: { query: words.text, ...ranking(words, limit) } };
  return {
    stage_name: 'search',
    stage_type: 'filter',
    config: {
      stage_id: 'feature_search',
      parameters: {
        searches,
        ...lexical,
        final_top_k: limit,
        ...(params.fusion === undefined ? {} : { fusion: params.fusion }),
      },
      ...(params.filters === undefined ? {} : { pre_filters: params.filters }),
    },
  };
}

const isKeyword = (query: SearchQuery): query is KeywordQuery =>
  'text' in query && !('vector_name' in query) && !('feature_uri' in query);

function ranking(query: RankedQuery, limit: number): object {
  const { top_k: topK = limit, min_score: minScore, weight } = query;
  return {
    top_k: topK,
    ...(minScore === undefined ? {} : { min_score: minScore }),
    ...(weight === undefined ? {} : { weight }),
  };
}

function toFeatureSearch(query: Exclude<SearchQuery, KeywordQuery>, index: number, limit: number): object {
  if ('feature_uri' in query) return query;
  const path = `queries[${index}]`;
  if (typeof query.vector_name !== 'string' || query.vector_name === '') {
    throw new ValidationError(`${path} names no vector index.`, {
      fieldErrors: [{ path: `${path}.vector_name`, message: 'must be the name of a vector index' }],
    });
  }
  const filters = query.filters === undefined ? {} : { filters: query.filters };
  const input =
    'vector' in query
      ? { input_mode: 'vector', value: checkVector(query.vector, `${path}.vector`) }
      : { input_mode: 'text', value: query.text };
  return { feature_uri: query.vector_name, query: input, ...ranking(query, limit), ...filters };
}

function checkVector(vector: unknown, path: string): unknown {
  const refuse = (message: string): ValidationError =>
    new ValidationError(`${path} ${message}.`, { fieldErrors: [{ path, message }] });
  if (!Array.isArray(vector) && !(vector instanceof Float32Array)) throw refuse('must be a number[] or Float32Array');
  if (vector.length === 0) throw refuse('is empty');
  const bad = vector.findIndex((value: unknown) => typeof value !== 'number' || !Number.isFinite(value));
  if (bad >= 0) throw refuse(`holds ${String(vector[bad])} at position ${bad}; every value must be a finite number`);
  return vector;
}
