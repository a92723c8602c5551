import { describe, expect, it } from 'vitest';
import { SENTENCES, setupArticles, URI } from './collection-setup.js';

const base = '/v1/collections/notes/documents';

/** A collection `notes`, and keys of the principals `ann` and `bob`. */
async function setupKeys() {
  const world = await setupArticles();
  await world.ok('POST /v1/collections', {
    collection_name: 'notes',
    source: SENTENCES.source,
    feature_extractor: { feature_extractor_name: 'passthrough_extractor', version: 'v1' },
  });
  await world.ok('POST /v1/organizations/users', { email: 'owner@example.com', user_name: 'Owner', role: 'admin' });
  const keyOf = async (principal: string) => {
    const created = await world.ok('POST /v1/organizations/users/owner@example.com/api-keys', {
      name: principal,
      permissions: ['read', 'write', 'delete'],
      principal_id: principal,
    });
    return world.asKey(String(created.key));
  };
  const [ann, bob] = [await keyOf('ann'), await keyOf('bob')];
  const create = async (as: typeof ann, metadata: object) =>
    String((await as(`POST ${base}`, { collection_id: 'notes', metadata })).body.document_id);
  return { ...world, ann, bob, create };
}

describe('keys with access control', () => {
  it('own what they write, and see nothing else, wherever documents are read', async () => {
    const { ok, call, ann, bob, create } = await setupKeys();
    const mine = await create(ann, { text: 'hers' });
    await create(bob, { text: 'his' });
    await create(call, { text: 'the organization’s' });
    expect((await ann(`GET ${base}/${mine}`)).body._internal._acl).toEqual({
      owner: 'ann',
      read: ['ann'],
      write: ['ann'],
      public: false,
    });
    const texts = ({ body }: { body: { results: { text: string }[] } }) => body.results.map(({ text }) => text);
    expect(texts(await ann(`POST ${base}/list`, {}))).toEqual(['hers']);
    expect((await ann('POST /v1/documents/list', {})).body.total_count).toBe(1);
    expect(
      (
        await ann(`POST ${base}/aggregate`, {
          group_by: [{ field: 'text' }],
          aggregations: [{ function: 'count', alias: 'n' }],
        })
      ).body.total_groups,
    ).toBe(1);
    expect((await ann('POST /v1/collections/notes/export', { format: 'json' })).body.document_count).toBe(1);
    for (const path of [`${base}/${mine}`, `/v1/documents/${mine}`, `/v1/documents/${mine}/lineage`]) {
      expect((await bob(`GET ${path}`)).status).toBe(404);
    }
    expect((await ok('POST /v1/documents/list', {})).total_count).toBe(3);
  });

  it('filter before scores are given, facets and inputs counted', async () => {
    const { ok, ann, bob } = await setupKeys();
    const vector = (x: number) =>
      Array.from({ length: 1024 }, (_, index) => (index === 0 ? x : index === 1 ? 1 - x : 0));
    const write = (as: typeof ann, x: number) =>
      as(`POST ${base}`, {
        collection_id: 'notes',
        features: [{ feature_extractor_id: 'text_extractor_v1', vectors: vector(x) }],
      });
    for (let near = 0; near < 3; near += 1) await write(bob, 1);
    await write(ann, 0.2);
    await ok('POST /v1/retrievers', {
      retriever_name: 'find',
      input_schema: { v: { type: 'array', required: true } },
      stages: [
        {
          stage_name: 'search',
          config: {
            stage_id: 'feature_search',
            parameters: {
              searches: [{ feature_uri: URI, query: { input_mode: 'vector', value: '{{INPUT.v}}' }, top_k: 1 }],
            },
          },
        },
      ],
    });
    const { body } = await ann('POST /v1/retrievers/find/execute', { inputs: { v: vector(1) } });
    expect(body.documents).toHaveLength(1);
    expect(body.documents[0]._internal._acl.owner).toBe('ann');
    expect(body.stage_statistics.stages[0].input_count).toBe(1);
  });

  it('change what they may write: 403 for what they only read, 404 for what they do not see', async () => {
    const { ann, bob, create } = await setupKeys();
    const id = await create(ann, { text: 'hers' });
    expect((await bob(`PATCH ${base}/${id}`, { text: 'x' })).status).toBe(404);
    await ann(`PATCH ${base}/${id}`, { _internal: { _acl: { read: ['ann', 'bob'] } } });
    expect((await bob(`GET ${base}/${id}`)).status).toBe(200);
    expect((await bob(`PATCH ${base}/${id}`, { text: 'x' })).body.error.code).toBe('document_not_writable');
    expect((await bob(`DELETE ${base}/batch`, { document_ids: [id] })).body).toMatchObject({
      deleted_count: 0,
      failed_count: 1,
    });
    expect((await bob(`PATCH ${base}/bulk`, { update_data: { text: 'x' } })).body.updated_count).toBe(0);
    await ann(`PATCH ${base}/${id}`, { _internal: { _acl: { write: ['ann', 'bob'] } } });
    expect((await bob(`PATCH ${base}/${id}`, { text: 'ours' })).body.text).toBe('ours');
    expect((await bob(`PATCH ${base}/${id}`, { _internal: { _acl: { public: true } } })).body.error.code).toBe(
      'document_not_owned',
    );
  });

  it('leave public documents to all, and let the organization share its own', async () => {
    const { call, ok, bob, create } = await setupKeys();
    const id = await create(call, { text: 'news' });
    expect((await bob(`GET ${base}/${id}`)).status).toBe(404);
    await ok(`PATCH ${base}/${id}`, { _internal: { _acl: { public: true } } });
    expect((await bob(`GET ${base}/${id}`)).status).toBe(200);
  });

  it('cannot write the service’s part of a document themselves', async () => {
    const { call, create } = await setupKeys();
    const id = await create(call, { text: 'a' });
    const answer = await call(`PATCH ${base}/${id}`, { _internal: { lineage: {} } });
    expect([answer.status, answer.body.error.details.validation_errors[0].type]).toEqual([422, 'reserved']);
    const upserted = await call('POST /v1/namespaces/library/documents/upsert', {
      documents: [{ document_id: 'd', vectors: {}, payload: { _internal: { _acl: { owner: 'ann' } } } }],
    });
    expect(upserted.status).toBe(422);
  });

  it('own what batches write for them', async () => {
    const { ann, add, ok, server, bob } = await setupKeys();
    await add({ title: 'a' });
    await ann('POST /v1/collections/notes/trigger', {});
    await server.settle();
    expect((await ann(`POST ${base}/list`, {})).body.total_count).toBe(1);
    expect((await bob(`POST ${base}/list`, {})).body.total_count).toBe(0);
    expect((await ok(`POST ${base}/list`, {})).total_count).toBe(1);
  });
});
