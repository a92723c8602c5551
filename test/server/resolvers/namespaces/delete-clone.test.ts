import { describe, expect, it } from 'vitest';
import { doc, setupNamespace, STANDALONE, upsert } from '../setup.js';

const VECTORS = [{ name: 'v', dimension: 2 }];
const SEARCH = { feature_uri: 'v', query: { input_mode: 'vector', value: [1, 0] } };
const RETRIEVER = {
  retriever_name: 'r',
  input_schema: {},
  stages: [
    {
      stage_name: 's',
      stage_type: 'filter',
      config: { stage_id: 'feature_search', parameters: { searches: [SEARCH] } },
    },
  ],
};

describe('deleting a namespace', () => {
  it('is a task that takes everything in it', async () => {
    const { call, server } = await setupNamespace({ taskMs: 1000 });
    await call(upsert, { documents: [doc('a')] });
    const { status, body } = await call('DELETE /v1/namespaces/ns');
    expect([status, body.status]).toEqual([200, 'PENDING']);
    expect((await call('DELETE /v1/namespaces/ns')).body.task_id).toBe(body.task_id);
    expect((await call('GET /v1/namespaces/ns')).status).toBe(200);

    server.clock.advance(1000);
    const task = await call(`GET /v1/tasks/${body.task_id}`);
    expect(task.body).toMatchObject({
      task_type: 'api_namespaces_delete',
      status: 'COMPLETED',
      outputs: [{ documents: 1 }],
    });
    expect((await call('GET /v1/namespaces/ns')).status).toBe(404);
    await call(STANDALONE, { namespace_id: 'ns' });
    expect((await call('GET /v1/documents/a?namespace=ns')).status).toBe(404);
  });

  it('takes retrievers and models, and leaves those of other namespaces', async () => {
    const { call } = await setupNamespace({}, { vector_configs: VECTORS });
    await call(STANDALONE, { namespace_id: 'other', vector_configs: VECTORS });
    const retriever = async (namespace: string) => {
      const answer = await call(`POST /v1/retrievers?namespace=${namespace}`, RETRIEVER);
      expect(answer.status).toBe(200);
      return answer.body.retriever_id as string;
    };
    const kept = await retriever('other');
    const gone = await retriever('ns');
    const { task_id } = (await call('DELETE /v1/namespaces/ns')).body;
    expect((await call(`GET /v1/tasks/${task_id}`)).body.outputs).toMatchObject([{ retrievers: 1, models: 0 }]);
    await call(STANDALONE, { namespace_id: 'ns' });
    expect((await call(`GET /v1/retrievers/${gone}?namespace=ns`)).status).toBe(404);
    expect((await call(`GET /v1/retrievers/${kept}?namespace=other`)).status).toBe(200);
  });

  it('does not happen when its task is killed first', async () => {
    const { call, server } = await setupNamespace({ taskMs: 1000 });
    const { body } = await call('DELETE /v1/namespaces/ns');
    expect((await call(`DELETE /v1/tasks/${body.task_id}`)).body.success).toBe(true);
    server.clock.advance(1000);
    expect((await call(`GET /v1/tasks/${body.task_id}`)).body.status).toBe('CANCELED');
    expect((await call('GET /v1/namespaces/ns')).status).toBe(200);
  });
});

describe('cloning a namespace', () => {
  it('copies documents, vectors and indexes, independent of the source', async () => {
    const payload_indexes = [{ field_name: 'title', type: 'text' }];
    const { call } = await setupNamespace({}, { payload_indexes, ttl_seconds: 600 });
    await call(upsert, { documents: [doc('a'), doc('b')] });
    const { body } = await call('POST /v1/namespaces/ns/clone', { namespace_name: 'copy' });
    expect(body).toMatchObject({
      status: 'ready',
      source_namespace_id: 'ns',
      cloned_resources: { points: 2 },
      namespace: { namespace_name: 'copy', document_count: 2, expires_at: null, payload_indexes },
    });
    expect((await call(`GET /v1/tasks/${body.task_id}`)).body.status).toBe('COMPLETED');
    await call(upsert, { documents: [doc('a', { payload: { title: 'changed' } })] });
    const copied = await call('GET /v1/documents/a?namespace=copy&return_vectors=true');
    expect(copied.body).toMatchObject({ title: 'a', vectors: { v: [1, 0] } });
  });

  it('brings its retrievers along, unless told not to', async () => {
    const { call } = await setupNamespace({}, { vector_configs: VECTORS });
    await call('POST /v1/retrievers?namespace=ns', RETRIEVER);
    const copy = async (namespace_name: string, include_resources?: object) =>
      (await call('POST /v1/namespaces/ns/clone', { namespace_name, include_resources })).body.cloned_resources
        .retrievers;
    expect(await copy('with')).toBe(1);
    expect(await copy('without', { retrievers: false })).toBe(0);
    const listed = await call('POST /v1/retrievers/list?namespace=with&include_total=true', {});
    expect(listed.body.results).toMatchObject([{ retriever_name: 'r' }]);
  });

  it('refuses a taken name', async () => {
    const { call } = await setupNamespace();
    expect((await call('POST /v1/namespaces/ns/clone', { namespace_name: 'ns' })).status).toBe(409);
  });
});
