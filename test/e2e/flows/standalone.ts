import { expect } from 'vitest';
import type { types } from '../../../src/index.js';
import type { ServerOptions } from '../../../src/server/index.js';
import { modelArchive } from '../model-archive.js';
import { FREE_KEY, type World } from '../ways.js';
import { refusal } from './refusal.js';

/** Plain reads trail behind writes, so that reading one's own writes is seen to be more than luck. */
export const standaloneServer: ServerOptions = { lagMs: 30_000 };

export const VECTOR = [0.11, 0.32, -0.38, -0.41, 0.006, 0.34, -0.4, -0.52];
const OPPOSITE = VECTOR.map((value) => -value);

export const BYOV_RETRIEVER: types.CreateRetrieverRequest = {
  retriever_name: 'byov-search',
  stages: [
    {
      stage_name: 'feature_search',
      stage_type: 'filter',
      config: {
        stage_id: 'feature_search',
        parameters: {
          final_top_k: 5,
          searches: [{ feature_uri: 'text_8', query: { input_mode: 'vector', value: '{{INPUT.qv}}' }, top_k: 5 }],
        },
      },
    },
  ],
  input_schema: { qv: { type: 'array', required: true } },
};

const namespace = 'my-vectors';
const textQuery = { queries: [{ vector_name: 'text_8', text: 'hello world', top_k: 5 }] } as const;

function setup({ connect }: World) {
  return connect({ namespace });
}

async function setupNamespace(world: World) {
  const mp = setup(world);
  await mp.namespaces.create({
    namespace_id: namespace,
    mode: 'standalone',
    vector_configs: [{ name: 'text_8', dimension: 8, metric: 'cosine' }],
  });
  return mp;
}

/** Create, upsert, retriever, execute: the steps of the standalone section, in order. */
export async function storeAndQuery(world: World): Promise<void> {
  const mp = await setupNamespace(world);
  const upserted = await mp.namespaces.documents.upsert({
    documents: [
      { document_id: 'doc-1', vectors: { text_8: VECTOR }, payload: { body: 'hello world', category: 'docs' } },
      { document_id: 'doc-2', vectors: { text_8: Float32Array.from(OPPOSITE) }, payload: {} },
    ],
    options: { write_token: true },
  });
  expect(upserted).toEqual({
    inserted: 2,
    document_ids: ['doc-1', 'doc-2'],
    namespace_id: namespace,
    write_token: expect.stringMatching(/^wt_/),
  });

  const retriever = await mp.retrievers.create(BYOV_RETRIEVER);
  expect(retriever.retriever_id).toMatch(/^ret_/);
  const { documents, status } = await mp.retrievers.execute(retriever.retriever_id, { inputs: { qv: VECTOR } });
  expect(status).toBe('completed');
  expect(documents).toEqual([
    { document_id: 'doc-1', score: expect.closeTo(1, 6), body: 'hello world', category: 'docs' },
    { document_id: 'doc-2', score: expect.closeTo(-1, 6) },
  ]);

  const found = await mp.search({ queries: [{ vector_name: 'text_8', vector: VECTOR, top_k: 1 }] });
  expect(found.documents.map(({ document_id: id }) => id)).toEqual(['doc-1']);
}

/** The writer sees its write at once, others after the lag, and whoever is handed the token. */
export async function readOwnWrites(world: World): Promise<void> {
  const writer = await setupNamespace(world);
  const { retriever_id: id } = await writer.retrievers.create(BYOV_RETRIEVER);
  const read = async (mp: typeof writer) => {
    const { documents } = await mp.retrievers.execute(id, { inputs: { qv: VECTOR } });
    return documents.map(({ document_id: found }) => found);
  };
  await writer.namespaces.documents.upsert({ documents: [{ document_id: 'doc-1', vectors: { text_8: VECTOR } }] });
  const other = setup(world);
  expect(await read(writer)).toEqual(['doc-1']);
  expect(world.server.requests.list().at(-1)?.headers).toMatchObject({
    'x-write-token': expect.stringMatching(/^wt_/),
    'x-namespace': namespace,
  });
  expect(await read(other)).toEqual([]);
  expect(await read(writer.withOptions({ consistency: 'eventual' }))).toEqual([]);

  other.writeTokens.from(JSON.parse(JSON.stringify(writer.writeTokens)));
  expect(await read(other)).toEqual(['doc-1']);

  world.server.clock.advance(30_000);
  expect(await read(setup(world))).toEqual(['doc-1']);
}

/** A text query says how to make it work, and works once that was done. */
export async function promoteForText(world: World): Promise<void> {
  const mp = await setupNamespace(world);
  await mp.namespaces.documents.upsert({
    documents: [{ document_id: 'doc-1', vectors: { text_8: VECTOR }, payload: { body: 'hello world' } }],
  });
  const error = await refusal(mp.search(textQuery));
  expect([error.status, error.code]).toEqual([400, 'inference_not_configured']);
  expect(error.message).toMatch(/[Pp]romote the namespace/);
  expect(error.message).toMatch(/input_mode "vector"/);

  const promoted = await mp.namespaces.promote({
    vector_mappings: [{ existing_index: 'text_8', inference_service: 'intfloat/multilingual-e5-large-instruct' }],
  });
  expect(promoted).toMatchObject({ namespace_id: namespace, previous_mode: 'standalone', mode: 'managed' });
  const { documents } = await mp.search(textQuery);
  expect(documents.map(({ document_id: id }) => id)).toEqual(['doc-1']);
}

/** The three statuses that the page tells apart. */
export async function handleErrors(world: World): Promise<void> {
  const mp = await setupNamespace(world);
  const missing = await refusal(mp.retrievers.get('non-existent'));
  expect(missing).toMatchObject({ status: 404, type: 'NotFoundError', details: { resource: 'retriever' } });
  expect(missing.requestId).toMatch(/^req_/);

  const unknownKey = await refusal(world.connect({ namespace, apiKey: 'sk_wrong' }).namespaces.get());
  expect(unknownKey).toMatchObject({ status: 401, type: 'UnauthorizedError' });
  expect(JSON.stringify(unknownKey)).not.toContain('sk_wrong');

  const free = world.connect({ namespace, apiKey: FREE_KEY });
  const model = { file: await modelArchive(), name: 'm', version: '1', model_format: 'onnx' } as const;
  const forbidden = await refusal(free.namespaces.models.upload(model));
  expect(forbidden).toMatchObject({ status: 403, code: 'custom_models_not_enabled' });

  const elsewhere = await refusal(world.connect({ namespace: 'ns_unknown' }).search(textQuery));
  expect(elsewhere).toMatchObject({ status: 404, details: { resource: 'namespace', id: 'ns_unknown' } });
}
