/* eslint-disable @typescript-eslint/no-floating-promises, @typescript-eslint/no-unused-vars, @typescript-eslint/no-unnecessary-type-parameters, @typescript-eslint/await-thenable -- nothing here runs; names and parameters exist for their types */
/**
 * Compiled by `npm run types`, never run. Each `@ts-expect-error` fails the compilation when the line below it compiles.
 */
import { Mixpeek } from '../../src/index.js';
import type { ApiPromise, EventStream, Page, PagePromise, types, TaskHandle, WithResponse } from '../../src/index.js';

/** Compiles only when both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(proof: Same<A, B>): void;
/** Compiles only when `A` can be given where `B` is wanted. */
declare function accepts<B>(value: B): void;

// The assertions can fail.
// @ts-expect-error -- different types
same<string, number>(true);
// @ts-expect-error -- `any` is not the same as anything else
same<ReturnType<typeof JSON.parse>, string>(true);
// @ts-expect-error -- an optional field is not a required one
same<{ a?: string }, { a: string }>(true);
same<string, string>(true);

const mp = new Mixpeek({ apiKey: 'sk', namespace: 'ns' });

// Vectors of a search, as the call asks for them.
const searched = await mp.search({ queries: [] }, { resultVectors: 'float32' });
accepts<Float32Array | undefined>(searched.documents[0]?.vectors?.v);
const searchedPlainly = await mp.search({ queries: [] });
accepts<number[] | undefined>(searchedPlainly.documents[0]?.vectors?.v);
// @ts-expect-error -- no Float32Array unless it is asked for
accepts<Float32Array | undefined>(searchedPlainly.documents[0]?.vectors?.v);

// Results and their envelopes.
same<Awaited<ReturnType<typeof mp.namespaces.get>>, types.Namespace>(true);
same<Awaited<ReturnType<ApiPromise<string>['withResponse']>>, WithResponse<string>>(true);
// What the wire wraps comes without its envelope.
same<Awaited<ReturnType<typeof mp.retrievers.create>>, types.Retriever>(true);
same<Awaited<ReturnType<typeof mp.retrievers.update>>, types.Retriever>(true);

// A namespace first, among the parameters, or from the client.
mp.namespaces.get('x');
mp.namespaces.get({ namespace_id: 'x' });
mp.namespaces.get();
mp.namespaces.get('x', {}, { timeoutMs: 5 });
mp.namespaces.promote('x', { vector_mappings: [] });
// @ts-expect-error -- a namespace is text
mp.namespaces.get(5);
// @ts-expect-error -- things inside a namespace never take it by position
mp.namespaces.models.list('x');

// Vectors of either kind.
mp.namespaces.documents.upsert({
  documents: [
    { document_id: 'a', vectors: { v: [1, 2], w: new Float32Array(2) }, payload: { any: { thing: [1] } } },
    { vectors: { v: [1, 2] as const } },
  ],
});
// @ts-expect-error -- doubles cost twice the bytes and are cut to float32 all the same
mp.namespaces.documents.upsert({ documents: [{ vectors: { v: new Float64Array(2) } }] });
// @ts-expect-error -- a document has vectors
mp.namespaces.documents.upsert({ documents: [{ document_id: 'a' }] });
// @ts-expect-error -- own fields belong into payload
mp.namespaces.documents.upsert({ documents: [{ vectors: {}, title: 'x' }] });
// @ts-expect-error -- unknown parameter
mp.namespaces.documents.upsert({ documents: [], docs: [] });

// Unknown fields and options.
// @ts-expect-error -- unknown parameter
mp.documents.list({ limt: 5 });
// @ts-expect-error -- unknown parameter of the query string
mp.health.get({ depp: true });
// @ts-expect-error -- an option among the parameters
mp.documents.list({ timeoutMs: 5 });
// @ts-expect-error -- unknown option
mp.documents.list({}, { timeout: 5 });
// Options that are undefined count as left out.
declare const perhaps: { key: string | undefined; signal: AbortSignal | undefined };
new Mixpeek({ apiKey: perhaps.key, deadlineMs: undefined });
mp.tasks.get('x', { signal: perhaps.signal, timeoutMs: undefined });
mp.search({ queries: [{ text: 'x' }], limit: undefined });
// @ts-expect-error -- unknown client option
new Mixpeek({ apikey: 'sk' });

// Request enums are closed, response enums are open.
mp.documents.list({ sort: [{ field: 'price', direction: 'asc' }] });
// @ts-expect-error -- no such direction
mp.documents.list({ sort: [{ field: 'price', direction: 'up' }] });
// @ts-expect-error -- no such metric
mp.namespaces.create({ namespace_id: 'x', vector_configs: [{ name: 'v', dimension: 2, metric: 'cosin' }] });
// @ts-expect-error -- no such status
mp.tasks.list({ status: 'DONE' });
declare const task: types.Task;
accepts<types.Task['status']>('SOMETHING_NEW');
if (task.status === 'COMPLETED') accepts<string>(task.task_id);
declare const namespace: types.Namespace;
accepts<typeof namespace.mode>('a mode of the future');
// @ts-expect-error -- open to other texts only
accepts<types.Task['status']>(5);

// Creation: either way, told apart by the mode.
mp.namespaces.create({ namespace_id: 'x' });
mp.namespaces.create({ namespace_id: 'x', mode: 'standalone', vector_configs: [] });
mp.namespaces.create({
  namespace_name: 'x',
  mode: 'managed',
  feature_extractors: [{ feature_extractor_name: 'text_extractor', version: 'v1' }],
});
// @ts-expect-error -- neither id nor name
mp.namespaces.create({ mode: 'standalone' });
// @ts-expect-error -- no such mode
mp.namespaces.create({ namespace_id: 'x', mode: 'alone' });

// Pages and their items.
same<ReturnType<typeof mp.documents.list>, PagePromise<types.ListDocumentsResponse, types.DocumentResponse>>(true);
export async function pages(): Promise<void> {
  for await (const document of mp.documents.list()) same<typeof document, types.DocumentResponse>(true);
  for await (const page of mp.tasks.list().pages()) {
    same<typeof page, Page<types.ListTasksResponse, types.Task>>(true);
    same<(typeof page)['items'], readonly types.Task[]>(true);
    for await (const each of page) same<typeof each, types.Task>(true);
  }
  const all = await mp.retrievers.list().toArray({ max: 5 });
  same<typeof all, types.Retriever[]>(true);
  // @ts-expect-error -- an awaited call is no list
  for await (const _each of mp.tasks.get('x')) break;
}

// With `stream` an execution gives events; without it, a page.
export async function executions(): Promise<void> {
  const events = await mp.retrievers.execute('r', { inputs: {}, stream: true });
  same<typeof events, EventStream<types.RetrieverEvent>>(true);
  const page = await mp.retrievers.execute('r', { inputs: {} });
  same<typeof page, Page<types.ExecuteRetrieverResponse, types.RetrievedDocument>>(true);
  same<(typeof page)['documents'][number], types.RetrievedDocument>(true);
  // @ts-expect-error -- a page is not asked to close
  page.close();
}

// Stages are told apart by `stage_id`.
export const stage: types.RetrieverStage = {
  stage_name: 'nearest',
  stage_type: 'filter',
  config: {
    stage_id: 'feature_search',
    parameters: { searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: [1, 2] } }], fusion: 'rrf' },
  },
};
accepts<types.StageConfig>({ stage_id: 'limit', parameters: { limit: 5 } });
accepts<types.StageConfig>({
  stage_id: 'feature_search',
  // @ts-expect-error -- parameters of another stage
  parameters: { searchs: [] },
});
// @ts-expect-error -- no such stage
accepts<types.StageConfig>({ stage_id: 'feature_serch', parameters: { searches: [] } });
accepts<types.StageDefsFeatureSearchConfig>({
  feature_uri: 'v',
  // @ts-expect-error -- a text query has text
  query: { input_mode: 'text', value: [1] },
});

// Search: vectors, embedded texts and keywords.
mp.search({
  queries: [
    { vector_name: 'v', vector: new Float32Array(2), top_k: 5 },
    { vector_name: 'v', text: 'x' },
    { text: 'x' },
  ],
  filters: { AND: [{ field: 'lang', operator: 'eq', value: 'en' }] },
  fusion: 'weighted',
});
mp.search({ queries: [{ text: 'x' }], filters: { lang: 'en' } });
// @ts-expect-error -- neither vector nor text
mp.search({ queries: [{ vector_name: 'v' }] });
// @ts-expect-error -- a query is by vector or by text
mp.search({ queries: [{ vector_name: 'v', vector: [1], text: 'x' }] });
// @ts-expect-error -- a vector names its index
mp.search({ queries: [{ vector: [1] }] });
// @ts-expect-error -- no such fusion
mp.search({ queries: [{ text: 'x' }], fusion: 'sum' });
accepts<types.FilterCondition>({ field: 'a', operator: 'gte', value: 1 });
// @ts-expect-error -- no such operator
accepts<types.FilterCondition>({ field: 'a', operator: 'equals', value: 1 });

// Work that goes on can be waited for.
same<Awaited<ReturnType<typeof mp.namespaces.delete>>, types.DeleteNamespaceResponse & TaskHandle>(true);
same<Awaited<ReturnType<typeof mp.tasks.wait>>, types.Task>(true);
same<Awaited<ReturnType<TaskHandle['wait']>>, types.Task>(true);

// The parameters of every method have a name.
same<NonNullable<Parameters<typeof mp.documents.list>[0]>, types.DocumentsListParams>(true);

// Uploads.
mp.namespaces.models.upload(
  { file: './m.tar.gz', name: 'm', version: '1', model_format: 'onnx' },
  { onProgress: ({ loaded, total }) => accepts<number | undefined>(total ?? loaded) },
);
// @ts-expect-error -- no such format
mp.namespaces.models.upload({ file: './m.tar.gz', name: 'm', version: '1', model_format: 'onyx' });
// @ts-expect-error -- no file
mp.namespaces.models.upload({ name: 'm', version: '1', model_format: 'onnx' });
