import type { FilterNode, LogicalOperator } from '../generated/schemas.js';
import type { RequestOptions } from '../call.js';
import { ValidationError } from '../errors.js';
import { isFloat32Array } from '../internal/float32-array.js';
import { nearest } from '../internal/nearest.js';
import { describe, isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';
import { isRequestOption } from './request-options.js';
import type { SearchParams } from './search-types.js';

/** What a search sends, apart from how it is sent. */
export interface SearchPlan {
  readonly stages: readonly object[];
  /** The namespace parameter, when there is one. */
  readonly scope: { readonly namespace_id?: string };
  readonly execution: object;
}

/** Length that vectors of an index must have, in the namespace that the search is for; `undefined` when not known. */
export type DimensionOf = (index: string, namespace: string | undefined) => number | undefined;

interface SearchSurroundings {
  readonly options: RequestOptions;
  readonly dimensionOf: DimensionOf;
}

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 500;
const MAX_TOP_K = 1_000;

const PARAMS: Readonly<Record<keyof SearchParams, true>> = {
  queries: true,
  filters: true,
  limit: true,
  fusion: true,
  return_vectors: true,
  namespace_id: true,
};
const QUERY_FIELDS = ['vector_name', 'vector', 'text', 'top_k', 'min_score', 'weight', 'filters'];

/**
 * Checks a search and turns it into a retriever's single stage.
 * @throws ValidationError naming the field, as in `queries[0].vector[3]`
 */
export function readSearch(given: unknown, { options, dimensionOf }: SearchSurroundings): SearchPlan {
  const params = readParams(given);
  const limit = readLimit(params);
  const namespace = params.namespace_id;
  const queries = params.queries.map((query: unknown, index) =>
    toQuery(query, {
      path: `queries[${index}]`,
      limit,
      dimensionOf: (name) => dimensionOf(name, options.namespace ?? namespace),
    }),
  );
  const keywords = queries.filter(({ kind }) => kind === 'lexical');
  if (keywords.length > 1) {
    throw refuse(
      'queries',
      `holds ${keywords.length} keyword queries; a search takes one: put the words into one text`,
    );
  }
  const [lexical] = keywords;
  const parameters = {
    searches: queries.filter(({ kind }) => kind === 'dense').map(({ value }) => value),
    ...(lexical === undefined ? {} : { lexical: lexical.value }),
    final_top_k: limit,
    ...(params.fusion === undefined ? {} : { fusion: params.fusion }),
  };
  const filters = params.filters === undefined ? {} : { pre_filters: toFilter(params.filters) };
  const config = { stage_id: 'feature_search', parameters, ...filters };
  return {
    stages: [{ stage_name: 'search', stage_type: 'filter', config }],
    scope: namespace === undefined ? {} : { namespace_id: namespace },
    execution: {
      ...(params.return_vectors === undefined ? {} : { return_vectors: params.return_vectors }),
      pagination: { method: 'cursor', limit },
    },
  };
}

function readParams(params: unknown): SearchParams {
  if (!isPlainObject(params) || !Array.isArray(params.queries) || params.queries.length === 0) {
    throw new ValidationError('search needs `queries`, a list with at least one query.', {
      hint: "await mp.search({ queries: [{ vector_name: 'text_8', vector, top_k: 5 }] })",
      fieldErrors: [{ path: 'queries', message: 'must be a non-empty array' }],
    });
  }
  checkNames(params, Object.keys(PARAMS), '');
  if (params.filters !== undefined && !isPlainObject(params.filters)) {
    throw refuse('filters', `is ${describe(params.filters)}; it must be an object such as { lang: 'en' }`);
  }
  if (params.namespace_id !== undefined && typeof params.namespace_id !== 'string') {
    throw refuse('namespace_id', `is ${describe(params.namespace_id)}; it must be a string`);
  }
  return params as Fields & SearchParams;
}

function readLimit({ limit, queries }: SearchParams): number {
  if (limit !== undefined) return checkCount(limit, 'limit', MAX_LIMIT);
  const largest = Math.max(
    0,
    ...queries.map((query: unknown) => (isPlainObject(query) ? Number(query.top_k ?? 0) : 0)),
  );
  // A wrong top_k is refused with its query.
  return largest >= 1 ? Math.min(Math.floor(largest), MAX_LIMIT) : DEFAULT_LIMIT;
}

interface QueryContext {
  readonly path: string;
  readonly limit: number;
  readonly dimensionOf: (index: string) => number | undefined;
}

type StageQuery = { readonly kind: 'dense' | 'lexical'; readonly value: object };

function toQuery(query: unknown, context: QueryContext): StageQuery {
  const { path } = context;
  if (!isPlainObject(query)) throw refuse(path, `is ${describe(query)}; it must be an object`);
  if (query.feature_uri !== undefined) return { kind: 'dense', value: query };
  checkNames(query, QUERY_FIELDS, `${path}.`);
  const { vector, text, vector_name: name } = query;
  if ((vector === undefined) === (text === undefined)) {
    throw refuse(
      path,
      `has ${vector === undefined ? 'neither' : 'both'} vector ${vector === undefined ? 'nor' : 'and'} text; it takes one of them`,
    );
  }
  if (text !== undefined && typeof text !== 'string')
    throw refuse(`${path}.text`, `is ${describe(text)}; it must be a string`);
  if (name === undefined && text !== undefined) return { kind: 'lexical', value: toKeywords(query, text, context) };
  if (typeof name !== 'string' || name === '')
    throw refuse(`${path}.vector_name`, 'must be the name of a vector index');
  const input =
    text === undefined
      ? { input_mode: 'vector', value: checkVector(vector, { path: `${path}.vector`, index: name, context }) }
      : { input_mode: 'text', value: text };
  const filters = query.filters === undefined ? {} : { filters: toFilter(query.filters as FilterNode) };
  return { kind: 'dense', value: { feature_uri: name, query: input, ...ranking(query, context), ...filters } };
}

function toKeywords(query: Fields, text: string, context: QueryContext): object {
  if (query.filters !== undefined) {
    throw refuse(`${context.path}.filters`, 'cannot be set for a keyword query; use the filters of the search');
  }
  return { query: text, ...ranking(query, context) };
}

function ranking(query: Fields, { path, limit }: QueryContext): object {
  const { top_k: topK, min_score: minScore, weight } = query;
  return {
    top_k: topK === undefined ? limit : checkCount(topK, `${path}.top_k`, MAX_TOP_K),
    ...(minScore === undefined ? {} : { min_score: checkNumber(minScore, `${path}.min_score`) }),
    ...(weight === undefined ? {} : { weight: checkNumber(weight, `${path}.weight`) }),
  };
}

function checkVector(
  vector: unknown,
  { path, index, context }: { path: string; index: string; context: QueryContext },
): unknown {
  if (!Array.isArray(vector) && !isFloat32Array(vector)) {
    throw refuse(path, `is ${describe(vector)}; it must be number[] or Float32Array`);
  }
  if (vector.length === 0) throw refuse(path, 'is empty');
  const values: ArrayLike<unknown> = vector;
  for (let position = 0; position < values.length; position++) {
    const value = values[position];
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    const found = typeof value === 'number' ? String(value) : describe(value);
    throw refuse(`${path}[${position}]`, `is ${found}; it must be a finite number`);
  }
  const dimension = context.dimensionOf(index);
  if (dimension !== undefined && dimension !== vector.length) {
    throw refuse(path, `has ${vector.length} values; the index ${index} has ${dimension} dimensions`);
  }
  return vector;
}

function checkNames(given: Fields, known: readonly string[], prefix: string): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || known.includes(name)) continue;
    const guess = nearest(name, known);
    const hint = guess === undefined ? `Known fields: ${known.join(', ')}.` : `Did you mean "${guess}"?`;
    throw new ValidationError(`search has no parameter "${prefix}${name}".`, {
      hint:
        guess === undefined && isRequestOption(name) ? `"${name}" is an option: pass it in the next argument.` : hint,
      fieldErrors: [{ path: `${prefix}${name}`, message: 'unknown parameter' }],
    });
  }
}

function checkCount(value: unknown, path: string, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
  const found = typeof value === 'number' ? String(value) : describe(value);
  throw refuse(path, `is ${found}; it must be a whole number from 1 to ${max}`);
}

function checkNumber(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw refuse(path, `is ${typeof value === 'number' ? String(value) : describe(value)}; it must be a finite number`);
}

function refuse(path: string, message: string): ValidationError {
  return new ValidationError(`${path} ${message}.`, { fieldErrors: [{ path, message }] });
}

/** The service takes a filter tree: at its root, the keys of a bare condition would count as fields to compare. */
function toFilter(filters: FilterNode): LogicalOperator {
  const isCondition = 'field' in filters && ('value' in filters || 'operator' in filters);
  return isCondition ? { AND: [filters] } : filters;
}
