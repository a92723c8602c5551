import type { ServerOptions } from '../../../src/server/options.js';
import { setupNamespace, type Answer, type Caller } from '../resolvers/setup.js';

export interface TestDocument {
  document_id: string;
  vectors?: Record<string, number[]>;
  payload?: object;
}

export interface Searcher extends Caller {
  /** Runs stages once, over `ns`. */
  run(stages: object[], request?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Ids of the documents that come back. */
  ids(stages: object[], request?: Record<string, unknown>): Promise<string[]>;
  upsert(documents: readonly TestDocument[]): Promise<Answer>;
}

/** A server whose namespace `ns` holds the documents. */
export async function setupSearch(
  documents: readonly TestDocument[],
  { fields = {}, options = {} }: { fields?: object; options?: ServerOptions } = {},
): Promise<Searcher> {
  const caller = await setupNamespace(options, fields);
  const run: Searcher['run'] = (stages, request = {}, headers = {}) =>
    caller.call(
      'POST /v1/retrievers/execute',
      { input_schema: {}, inputs: {}, stages, pagination: { limit: 500 }, ...request },
      { 'x-namespace': 'ns', ...headers },
    );
  const upsert: Searcher['upsert'] = (written) =>
    caller.call('POST /v1/namespaces/ns/documents/upsert', { documents: written });
  if (documents.length > 0) {
    const { status, body } = await upsert(documents);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
  return {
    ...caller,
    run,
    upsert,
    async ids(stages, request) {
      const { status, body } = await run(stages, request);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body.documents.map((document: { document_id: string }) => document.document_id);
    },
  };
}

/** A stage by its id. */
export const stage = (id: string, parameters: object = {}, config: object = {}): object => ({
  stage_name: id,
  config: { stage_id: id, parameters, ...config },
});

/** A search by a vector of the index `v`. */
export const byVector = (value: unknown, search: object = {}): object => ({
  feature_uri: 'v',
  query: { input_mode: 'vector', value },
  ...search,
});

export const featureSearch = (parameters: object, config: object = {}): object =>
  stage('feature_search', parameters, config);

/** Every document of the namespace, by id. */
export const everything = featureSearch({ final_top_k: 500 }, { pre_filters: {} });
