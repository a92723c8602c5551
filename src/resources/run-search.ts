import type { ApiPromise, RequestOptions, WithResponse } from '../call.js';
import { isApiError } from '../errors.js';
import { retrievers } from '../generated/rows/retrievers.js';
import { createEndpoint } from './endpoint.js';
import type { Endpoint } from './endpoint.js';
import type { ResourceContext } from './extension.js';
import { readRequestOptions } from './request-options.js';
import { readSearch } from './search-params.js';
import type { DimensionOf } from './search-params.js';
import type { SearchResult } from './search-types.js';
import { untilAborted } from './until-aborted.js';

/** Runs one search with its parameters and options, unchecked as they come. */
export type RunSearch = (params: unknown, options: unknown) => Promise<WithResponse<SearchResult>>;

type Answer = Promise<WithResponse<SearchResult>>;

/** Searches in one request where the service takes ad-hoc retrievers, else through one that is made and deleted again. */
export function createRunSearch(context: ResourceContext): RunSearch {
  const { knownConfigs, random } = context;
  const dimensionOf: DimensionOf = (index, target = context.namespace) =>
    target === undefined ? undefined : knownConfigs.get(target)?.find(({ name }) => name === index)?.dimension;
  const call = createCall(context);
  let takesAdhoc = true;

  return async (params, given) => {
    const options = readRequestOptions('search', given);
    const { stages, scope, execution } = readSearch(params, { options, dimensionOf });
    if (!takesAdhoc) return throughRetriever(call, { stages, scope, execution, random }, options);
    try {
      return await sendAdhoc(call, { stages, input_schema: {}, inputs: {}, ...execution, ...scope }, options);
    } catch (error) {
      if (!isAdhocUnavailable(error)) throw error;
      const answer = await throughRetriever(call, { stages, scope, execution, random }, options);
      // Only now is it certain that the refusal was about the route and not about the search.
      takesAdhoc = false;
      return answer;
    }
  };
}

type Verb = 'create' | 'delete' | 'execute' | 'executeAdhoc';
type Call = (verb: Verb, ...args: readonly unknown[]) => ApiPromise<unknown>;

function createCall({ run }: ResourceContext): Call {
  const endpoints: Readonly<Record<Verb, Endpoint>> = {
    create: createEndpoint(() => retrievers.create),
    delete: createEndpoint(() => retrievers.delete),
    execute: createEndpoint(() => retrievers.execute, { lists: true }),
    executeAdhoc: createEndpoint(() => retrievers.executeAdhoc, { lists: true }),
  };
  return (verb, ...args) => run(endpoints[verb], ...args);
}

const sendAdhoc = (call: Call, body: object, options: RequestOptions): Answer =>
  (call('executeAdhoc', body, options) as ApiPromise<SearchResult>).withResponse();

interface Ephemeral {
  readonly stages: readonly object[];
  readonly scope: object;
  readonly execution: object;
  readonly random: () => number;
}

async function throughRetriever(call: Call, ephemeral: Ephemeral, options: RequestOptions): Answer {
  const { stages, scope, execution, random } = ephemeral;
  const { signal, ...rest } = options;
  const creation = call(
    'create',
    { retriever_name: ephemeralName(random), stages, input_schema: {}, ...scope },
    // Seen through to its end even when the caller's signal fires: without the id nothing could be deleted.
    rest,
  ) as ApiPromise<{ retriever_id: string }>;

  const remove = async (id: string): Promise<void> => {
    // What is left behind is harmless, and the search itself has its answer; hooks still see the failure.
    await call('delete', id, scope, rest).catch(() => undefined);
  };

  const created = await untilAborted(Promise.resolve(creation), signal).catch((error: unknown) => {
    creation.then(({ retriever_id: id }) => remove(id)).catch(() => undefined);
    throw error;
  });
  try {
    const execute = call('execute', created.retriever_id, { inputs: {}, ...execution, ...scope }, options);
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
