import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../src/errors.js';
import type { SearchParams } from '../../src/resources/search-types.js';
import { bodyOf, observeClient, setupClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

const found = {
  execution_id: 'exec_1',
  status: 'completed',
  documents: [{ document_id: 'd', score: 1 }],
  pagination: {},
};
const noRoute = json({ detail: 'Not Found' }, { status: 404 });

/** The one stage that a search sends, without what is the same for all. */
async function stageOf(params: SearchParams) {
  const { mp, requests } = observeClient(json(found));
  await mp.search(params);
  expect(requests).toHaveLength(1);
  const { stages, pagination, ...rest } = bodyOf(requests[0]) as {
    stages: { stage_name: string; stage_type: string; config: { parameters: object; pre_filters?: object } }[];
    pagination: object;
  };
  const [{ stage_name, stage_type, config } = { stage_name: '', stage_type: '', config: { parameters: {} } }] = stages;
  expect({ stage_name, stage_type, ...rest }).toMatchObject({
    stage_name: 'search',
    stage_type: 'filter',
    inputs: {},
    input_schema: {},
  });
  return { ...config, pagination };
}

describe('search', () => {
  it.each<[string, SearchParams, object]>([
    [
      'a vector',
      { queries: [{ vector_name: 'v', vector: [1, 0], top_k: 5, min_score: 0.5, filters: { a: 1 } }] },
      {
        searches: [
          {
            feature_uri: 'v',
            query: { input_mode: 'vector', value: [1, 0] },
            top_k: 5,
            min_score: 0.5,
            filters: { a: 1 },
          },
        ],
        final_top_k: 5,
      },
    ],
    [
      'a Float32Array, in its shortest digits',
      { queries: [{ vector_name: 'v', vector: new Float32Array([0.1, 1]) }] },
      {
        searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: [0.1, 1] }, top_k: 10 }],
        final_top_k: 10,
      },
    ],
    [
      'a text that the index embeds',
      { queries: [{ vector_name: 'v', text: 'hello' }], limit: 3 },
      { searches: [{ feature_uri: 'v', query: { input_mode: 'text', value: 'hello' }, top_k: 3 }], final_top_k: 3 },
    ],
    [
      'keywords',
      { queries: [{ text: 'hello', top_k: 7 }] },
      { searches: [], lexical: { query: 'hello', top_k: 7 }, final_top_k: 7 },
    ],
    [
      'a mixture',
      {
        queries: [
          { text: 'hello', weight: 0.25 },
          { vector_name: 'v', vector: [1], weight: 0.75, top_k: 50 },
          { feature_uri: 'w', query: { input_mode: 'vector', value: [2] } },
        ],
        fusion: 'weighted',
        limit: 20,
      },
      {
        searches: [
          { feature_uri: 'v', query: { input_mode: 'vector', value: [1] }, top_k: 50, weight: 0.75 },
          { feature_uri: 'w', query: { input_mode: 'vector', value: [2] } },
        ],
        lexical: { query: 'hello', top_k: 20, weight: 0.25 },
        final_top_k: 20,
        fusion: 'weighted',
      },
    ],
  ])('sends %s as one feature_search', async (_name, params, parameters) => {
    const { final_top_k: limit } = parameters as { final_top_k: number };
    expect(await stageOf(params)).toEqual({
      stage_id: 'feature_search',
      parameters,
      pagination: { method: 'cursor', limit },
    });
  });

  it('takes the limit, else the largest top_k up to 500, else 10', async () => {
    const limitOf = async (...topKs: (number | undefined)[]) => {
      const queries = topKs.map((topK) => ({
        vector_name: 'v',
        vector: [1],
        ...(topK === undefined ? {} : { top_k: topK }),
      }));
      return (await stageOf({ queries })).pagination;
    };
    expect(await limitOf(undefined)).toMatchObject({ limit: 10 });
    expect(await limitOf(3, 8, undefined)).toMatchObject({ limit: 8 });
    expect(await limitOf(1000)).toMatchObject({ limit: 500 });
  });

  it('sends filters for the whole search, return_vectors and the namespace', async () => {
    const { mp, requests } = observeClient(json(found));
    await mp.search({ queries: [{ text: 'x' }], filters: { lang: 'en' }, return_vectors: true, namespace_id: 'other' });
    const body = bodyOf(requests[0]);
    expect(body).toMatchObject({ return_vectors: true, stages: [{ config: { pre_filters: { lang: 'en' } } }] });
    expect(body).not.toHaveProperty('namespace_id');
    expect(requests[0]?.headers['x-namespace']).toBe('other');
  });

  it('gives the documents, and the envelope on request', async () => {
    const { mp } = observeClient(json({ ...found, documents: undefined, results: found.documents }));
    const call = mp.search({ queries: [{ text: 'x' }] });
    expect((await call).documents).toEqual(found.documents);
    expect((await call.withResponse()).response.status).toBe(200);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'queries'],
    ['no queries', { queries: [] }, 'queries'],
    ['an unknown field', { queries: [{ text: 'x' }], filter: {} }, 'filter'],
    ['an option among the parameters', { queries: [{ text: 'x' }], timeoutMs: 5 }, 'timeoutMs'],
    ['a query that is text', { queries: ['x'] }, 'queries[0]'],
    ['a query of nothing', { queries: [{ vector_name: 'v' }] }, 'queries[0]'],
    ['a query of both', { queries: [{ vector_name: 'v', text: 'x', vector: [1] }] }, 'queries[0]'],
    ['a vector without an index', { queries: [{ vector: [1] }] }, 'queries[0].vector_name'],
    ['an unknown query field', { queries: [{ text: 'x', topK: 5 }] }, 'queries[0].topK'],
    ['an empty vector', { queries: [{ vector_name: 'v', vector: [] }] }, 'queries[0].vector'],
    ['a vector that is text', { queries: [{ vector_name: 'v', vector: '1,2' }] }, 'queries[0].vector'],
    ['a hole in a vector', { queries: [{ vector_name: 'v', vector: [1, undefined] }] }, 'queries[0].vector[1]'],
    [
      'NaN in a vector',
      { queries: [{ vector_name: 'v', vector: new Float32Array([1, Number.NaN]) }] },
      'queries[0].vector[1]',
    ],
    ['text that is none', { queries: [{ text: 5 }] }, 'queries[0].text'],
    ['no limit at all', { queries: [{ text: 'x' }], limit: 0 }, 'limit'],
    ['too high a limit', { queries: [{ text: 'x' }], limit: 501 }, 'limit'],
    ['half a top_k', { queries: [{ text: 'x', top_k: 1.5 }] }, 'queries[0].top_k'],
    ['a weight that is none', { queries: [{ text: 'x', weight: Number.NaN }] }, 'queries[0].weight'],
    ['filters in a list', { queries: [{ text: 'x' }], filters: [] }, 'filters'],
    ['filters for keywords alone', { queries: [{ text: 'x', filters: {} }] }, 'queries[0].filters'],
    ['two keyword queries', { queries: [{ text: 'x' }, { text: 'y' }] }, 'queries'],
  ])('refuses %s before anything is sent', async (_name, params, path) => {
    const { mp, requests } = observeClient(json(found));
    const error = await mp.search(params as SearchParams).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).fieldErrors[0]?.path).toBe(path);
    expect(requests).toEqual([]);
  });

  it('refuses a vector of the wrong length once the namespace is known', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns', vector_configs: [{ name: 'v', dimension: 3, metric: 'cosine' }] });
    await expect(mp.search({ queries: [{ vector_name: 'v', vector: [1] }] })).rejects.toThrow(
      'queries[0].vector has 1 values; the index v has 3 dimensions.',
    );
  });
});

const retriever = json({ retriever_id: 'ret_1', retriever: { retriever_id: 'ret_1' } });
const routes = (requests: readonly { method: string; url: string }[]): string[] =>
  requests.map(({ method, url }) => `${method} ${url.replace('https://api.test/v1/retrievers', '')}`);
const viaRetriever = ['POST /execute', 'POST ', 'POST /ret_1/execute', 'DELETE /ret_1'];
const query: SearchParams = { queries: [{ vector_name: 'v', vector: [1] }] };

describe('search on a service without ad-hoc retrievers', () => {
  it('makes a retriever, executes and deletes it, and does not ask again', async () => {
    const { mp, requests } = observeClient([
      noRoute,
      retriever,
      json(found),
      json({ success: true }),
      retriever,
      json(found),
      json({}),
    ]);
    expect((await mp.search(query, { namespace: 'other' })).documents).toEqual(found.documents);
    expect(routes(requests)).toEqual(viaRetriever);
    expect(bodyOf(requests[1])).toMatchObject({ retriever_name: 'sdk-search-80000000' });
    expect(requests.map(({ headers }) => headers['x-namespace'])).toEqual(['other', 'other', 'other', 'other']);
    await mp.search(query);
    expect(routes(requests).slice(4)).toEqual(viaRetriever.slice(1));
  });

  it.each([405, 501])('does so when the route answers %i', async (status) => {
    const { mp, requests } = observeClient([json({}, { status }), retriever, json(found), json({})]);
    await mp.search(query);
    expect(routes(requests)).toEqual(viaRetriever);
  });

  it('does so when the route wants collections', async () => {
    const refusal = { detail: [{ loc: ['body', 'collection_identifiers'], msg: 'too short', type: 'x' }] };
    const { mp, requests } = observeClient([json(refusal, { status: 422 }), retriever, json(found), json({})]);
    await mp.search(query);
    expect(routes(requests)).toEqual(viaRetriever);
  });

  it('does not when the namespace is what is missing, nor for other refusals', async () => {
    const error = { message: 'no such namespace', type: 'NotFoundError', details: { resource: 'namespace', id: 'ns' } };
    const { mp, requests } = observeClient([json({ error }, { status: 404 }), json({}, { status: 400 })]);
    await expect(mp.search(query)).rejects.toMatchObject({ status: 404 });
    await expect(mp.search(query)).rejects.toMatchObject({ status: 400 });
    expect(routes(requests)).toEqual(['POST /execute', 'POST /execute']);
  });

  it('tries the one request again when the other way failed too', async () => {
    const { mp, requests } = observeClient([noRoute, noRoute, json(found)]);
    await expect(mp.search(query)).rejects.toMatchObject({ status: 404 });
    await mp.search(query);
    expect(routes(requests)).toEqual(['POST /execute', 'POST ', 'POST /execute']);
  });

  it('deletes the retriever when the execution fails, and when deleting fails gives the answer all the same', async () => {
    const { mp, requests } = observeClient([
      noRoute,
      retriever,
      json({}, { status: 400 }),
      json({}),
      retriever,
      json(found),
      json({}, { status: 500 }),
    ]);
    await expect(mp.search(query)).rejects.toMatchObject({ status: 400 });
    expect(routes(requests)).toEqual(viaRetriever);
    expect(routes(requests)[3]).toBe('DELETE /ret_1');
  });

  it('deletes the retriever when the search is aborted while it executes', async () => {
    const controller = new AbortController();
    const { mp, requests } = observeClient([
      noRoute,
      retriever,
      (_request, signal) => {
        controller.abort();
        return Promise.reject(signal.reason as Error);
      },
      json({}),
    ]);
    await expect(mp.search(query, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(routes(requests)).toEqual(viaRetriever);
  });

  it('deletes the retriever when the search is aborted while it is being made, and rejects at once', async () => {
    const controller = new AbortController();
    let answer = (_response: Response): void => undefined;
    const deleted: (() => void)[] = [];
    const isDeleted = new Promise<void>((resolve) => deleted.push(resolve));
    const { mp, requests } = observeClient([
      noRoute,
      () => {
        queueMicrotask(() => {
          controller.abort();
        });
        return new Promise<Response>((resolve) => {
          answer = resolve;
        });
      },
      () => {
        deleted[0]?.();
        return json({});
      },
    ]);
    await expect(mp.search(query, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    answer(retriever.clone());
    await isDeleted;
    expect(routes(requests)).toEqual(['POST /execute', 'POST ', 'DELETE /ret_1']);
  });
});

describe('resultVectors', () => {
  const answer = json({
    ...found,
    documents: [{ document_id: 'd', score: 1, vectors: { v: [0.1, 2] }, sizes: [1, 2] }],
  });
  const params: SearchParams = { queries: [{ vector_name: 'v', vector: [1, 0] }], return_vectors: true };

  it('gives vectors as Float32Array when the client or the call asks for it, and leaves other numbers alone', async () => {
    const { mp } = observeClient(answer);
    const document = { document_id: 'd', score: 1, sizes: [1, 2] };
    const { documents } = await mp.search(params, { resultVectors: 'float32' });
    expect(documents).toEqual([{ ...document, vectors: { v: Float32Array.of(0.1, 2) } }]);
    const other = await mp.withOptions({ resultVectors: 'float32' }).search(params);
    expect(other.documents).toEqual(documents);
    const plain = await mp.search(params);
    expect(plain.documents).toEqual([{ ...document, vectors: { v: [0.1, 2] } }]);
  });

  it('says what is wrong with an answer that is no JSON', async () => {
    const { mp } = observeClient(new Response('<html>', { headers: { 'content-type': 'text/html' } }));
    await expect(mp.search(params, { resultVectors: 'float32' })).rejects.toMatchObject({
      name: 'DecodeError',
      excerpt: '<html>',
    });
  });
});
