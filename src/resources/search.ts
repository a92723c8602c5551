import type { ApiPromise, RequestOptions, WithResponse } from '../call.js';
import { isApiError } from '../errors.js';
import { ApiCall } from './api-call.js';
import type { Invoke } from './invoke.js';
import { readRequestOptions } from './request-options.js';
import { readSearch } from './search-params.js';
import type { DimensionOf } from './search-params.js';
import type { Search, SearchResult } from './search-types.js';
import { untilAborted } from './until-aborted.js';

export interface SearchContext {
  readonly invoke: Invoke;
  /** In [0, 1); for the names of ephemeral retrievers. */
  readonly random: () => number;
  readonly dimensionOf: DimensionOf;
}

type Answer = Promise<WithResponse<SearchResult>>;

/** Searches in one request where the service takes ad-hoc retrievers, else through one that is made and deleted again. */
export function createSearch({ invoke, random, dimensionOf }: SearchContext): Search {
  let takesAdhoc = true;

  async function run(params: unknown, given: unknown): Answer {
    const options = readRequestOptions('search', given);
    const { stages, scope, execution } = readSearch(params, { options, dimensionOf });
    if (!takesAdhoc) return throughRetriever(invoke, { stages, scope, execution, random }, options);
    try {
      return await sendAdhoc(invoke, { stages, input_schema: {}, inputs: {}, ...execution, ...scope }, options);
    } catch (error) {
      if (!isAdhocUnavailable(error)) throw error;
      const answer = await throughRetriever(invoke, { stages, scope, execution, random }, options);
      // Only now is it certain that the refusal was about the route and not about the search.
      takesAdhoc = false;
      return answer;
    }
  }

  // What the vectors are is decided by an option, which only the signatures know.
  return ((params: unknown, options: unknown) => new ApiCall(run(params, options))) as Search;
}

const sendAdhoc = (invoke: Invoke, body: object, options: RequestOptions): Answer =>
  (invoke('retrievers.executeAdhoc', body, options) as ApiPromise<SearchResult>).withResponse();

interface Ephemeral {
  readonly stages: readonly object[];
  readonly scope: object;
  readonly execution: object;
  readonly random: () => number;
}

async function throughRetriever(invoke: Invoke, ephemeral: Ephemeral, options: RequestOptions): Answer {
  const { stages, scope, execution, random } = ephemeral;
  const { signal, ...rest } = options;
  const creation = invoke(
    'retrievers.create',
    { retriever_name: ephemeralName(random), stages, input_schema: {}, ...scope },
    // Seen through to its end even when the caller's signal fires: without the id nothing could be deleted.
    rest,
  ) as ApiPromise<{ retriever_id: string }>;

  const remove = async (id: string): Promise<void> => {
    // What is left behind is harmless, and the search itself has its answer; hooks still see the failure.
    await invoke('retrievers.delete', id, scope, rest).catch(() => undefined);
  };

  const created = await untilAborted(Promise.resolve(creation), signal).catch((error: unknown) => {
    creation.then(({ retriever_id: id }) => remove(id)).catch(() => undefined);
    throw error;
  });
  try {
    const execute = invoke('retrievers.execute', created.retriever_id, { inputs: {}, ...execution, ...scope }, options);
    return await (execute as ApiPromise<SearchResult>).withResponse();
  } finally {
    await remove(created.retriever_id);
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
