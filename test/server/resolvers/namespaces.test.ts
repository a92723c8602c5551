import { describe, expect, it } from 'vitest';
import { setup, setupNamespace } from './setup.js';

const STANDALONE = 'POST /v1/namespaces/standalone';
const doc = (id: string, fields: object = {}) => ({
  document_id: id,
  vectors: { v: [1, 0] },
  payload: { title: id },
  ...fields,
});
const upsert = 'POST /v1/namespaces/ns/documents/upsert';

describe('creating a namespace', () => {
  it('makes a standalone one from an id alone', async () => {
    const { call } = setup();
    const { status, body } = await call(STANDALONE, { namespace_id: 'legal-docs' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      namespace_id: 'legal-docs',
      namespace_name: 'legal-docs',
      object: 'namespace',
      mode: 'standalone',
      vector_configs: [],
      auto_create_indexes: true,
      document_count: 0,
      expires_at: null,
      created_at: '2026-01-01T00:00:00.000Z',
    });
  });

  it('takes mode standalone on the general path, and fills in the metric', async () => {
    const { call } = setup();
    const vector_configs = [{ name: 'clip', dimension: 768 }];
    const { body } = await call('POST /v1/namespaces', {
      namespace_name: 'photos',
      mode: 'standalone',
      vector_configs,
    });
    expect(body.namespace_id).toMatch(/^ns_[a-z0-9]{12}$/);
    expect(body.vector_configs).toEqual([{ name: 'clip', dimension: 768, metric: 'cosine' }]);
  });

  it('refuses a managed one without feature extractors, and makes one with them', async () => {
    const { call } = setup();
    const refused = await call('POST /v1/namespaces', { namespace_name: 'media' });
    expect(refused.status).toBe(422);
    expect(refused.body.error.details.validation_errors[0].location).toEqual(['body', 'feature_extractors']);
    const feature_extractors = [{ feature_extractor_name: 'text_extractor', version: 'v1' }];
    const { body } = await call('POST /v1/namespaces', { namespace_name: 'media', feature_extractors });
    expect(body).toMatchObject({
      mode: 'managed',
      vector_configs: null,
      auto_create_indexes: false,
      vector_inference_map: { text_extractor_v1_embedding: 'intfloat/multilingual-e5-large-instruct' },
      feature_extractors: [{ feature_extractor_id: 'text_extractor_v1' }],
    });
  });

  it('names the extractors there are when one is unknown', async () => {
    const { call } = setup();
    const feature_extractors = [{ feature_extractor_name: 'video_extractor', version: 'v9' }];
    const { status, body } = await call('POST /v1/namespaces', { namespace_name: 'media', feature_extractors });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'feature_extractor_not_found' });
    expect(body.error.message).toContain('text_extractor@v1');
  });

  it('refuses what belongs to the other mode', async () => {
    const { call } = setup();
    const managed = await call('POST /v1/namespaces', {
      namespace_name: 'media',
      feature_extractors: [{ feature_extractor_name: 'text_extractor', version: 'v1' }],
      vector_configs: [{ name: 'v', dimension: 2 }],
    });
    const standalone = await call('POST /v1/namespaces', {
      namespace_name: 'media',
      mode: 'standalone',
      feature_extractors: [{ feature_extractor_name: 'text_extractor', version: 'v1' }],
    });
    expect([managed.status, standalone.status]).toEqual([422, 422]);
  });

  it('refuses ids and names that are taken, also across the two', async () => {
    const { call } = await setupNamespace({}, { namespace_name: 'first' });
    const codes = [];
    for (const body of [
      { namespace_id: 'ns' },
      { namespace_id: 'first' },
      { namespace_id: 'other', namespace_name: 'first' },
      { namespace_id: 'other', namespace_name: 'ns' },
    ]) {
      const answer = await call(STANDALONE, body);
      codes.push([answer.status, answer.body.error.code]);
    }
    expect(codes).toEqual([
      [409, 'namespace_id_taken'],
      [409, 'namespace_id_taken'],
      [409, 'namespace_name_taken'],
      [409, 'namespace_name_taken'],
    ]);
  });

  it.each(['Upper', 'with space', '-dash', 'a/b', '..', 'x'.repeat(65)])('refuses the id %j', async (namespace_id) => {
    const { call } = setup();
    expect((await call(STANDALONE, { namespace_id })).status).toBe(422);
    expect(
      (await call('POST /v1/namespaces', { namespace_name: 'abc', mode: 'standalone', namespace_id })).status,
    ).toBe(422);
  });

  it('refuses repeated vector and payload indexes, and a schema of another type', async () => {
    const { call } = setup();
    const v = { name: 'v', dimension: 2 };
    const title = { field_name: 'title', type: 'text' };
    for (const fields of [
      { vector_configs: [v, v] },
      { payload_indexes: [title, title] },
      { payload_indexes: [{ ...title, field_schema: { type: 'keyword' } }] },
    ]) {
      expect((await call(STANDALONE, { namespace_id: 'ns', ...fields })).status).toBe(422);
    }
    expect((await call(STANDALONE, { namespace_id: 'ns' })).status).toBe(200);
  });

  it('keeps system scope and dedicated infrastructure from those without the right', async () => {
    const { call } = setup({ tier: 'pro', rateLimit: false });
    const base = { namespace_name: 'abc', mode: 'standalone' };
    expect((await call('POST /v1/namespaces', { ...base, scope: 'system' })).status).toBe(403);
    const infrastructure = { qdrant_collection: 'ns_dev' };
    const refused = await call('POST /v1/namespaces', { ...base, infrastructure });
    expect([refused.status, refused.body.error.type]).toEqual([403, 'NotEnabledError']);
  });
});

describe('time to live', () => {
  it('deletes the namespace on the clock, not before', async () => {
    const { call, server } = await setupNamespace({}, { ttl_seconds: 60 });
    expect((await call('GET /v1/namespaces/ns')).body.expires_at).toBe('2026-01-01T00:01:00.000Z');
    server.clock.advance(59_999);
    expect((await call('GET /v1/namespaces/ns')).status).toBe(200);
    server.clock.advance(1);
    expect((await call('GET /v1/namespaces/ns')).status).toBe(404);
  });

  it('spares a later namespace of the same id', async () => {
    const { call, server } = await setupNamespace({}, { ttl_seconds: 60 });
    await call('DELETE /v1/namespaces/ns');
    await call(STANDALONE, { namespace_id: 'ns' });
    server.clock.advance(60_000);
    expect((await call('GET /v1/namespaces/ns')).status).toBe(200);
  });
});

describe('reading namespaces', () => {
  it('finds by id and by name, with true counts', async () => {
    const { call } = await setupNamespace({}, { namespace_name: 'Legal Docs' });
    await call(upsert, { documents: [doc('a'), doc('b')] });
    for (const named of ['ns', encodeURIComponent('Legal Docs')]) {
      const { body } = await call(`GET /v1/namespaces/${named}`);
      expect(body).toMatchObject({
        namespace_id: 'ns',
        document_count: 2,
        vector_configs: [{ name: 'v', dimension: 2, metric: 'cosine' }],
        qdrant_status: { status: 'green', points_count: 2, indexed_vectors_count: 2 },
      });
    }
    expect((await call('GET /v1/namespaces/nope')).body.error.details).toEqual({ resource: 'namespace', id: 'nope' });
  });

  it('says that the store is yellow while plain reads lag behind', async () => {
    const { call, server } = await setupNamespace({ lagMs: 1000 });
    await call(upsert, { documents: [doc('a')] });
    const status = async () => (await call('GET /v1/namespaces/ns')).body.qdrant_status;
    expect(await status()).toMatchObject({ status: 'yellow', points_count: 1, indexed_vectors_count: 0 });
    server.clock.advance(1000);
    expect(await status()).toMatchObject({ status: 'green', indexed_vectors_count: 1 });
  });
});

describe('listing namespaces', () => {
  async function setupMany() {
    const caller = setup();
    for (const name of ['alpha', 'beta', 'gamma', 'delta', 'epsilon']) {
      await caller.call(STANDALONE, { namespace_id: name, description: name < 'c' ? 'Early letters' : 'later' });
      caller.server.clock.advance(1000);
    }
    const ids = async (query: string, body?: object) =>
      (await caller.call(`POST /v1/namespaces/list${query}`, body)).body.results.map(
        (ns: { namespace_id: string }) => ns.namespace_id,
      );
    return { ...caller, ids };
  }

  it('gives the newest first', async () => {
    const { ids } = await setupMany();
    expect(await ids('')).toEqual(['epsilon', 'delta', 'gamma', 'beta', 'alpha']);
  });

  it('filters, searches and sorts', async () => {
    const { ids } = await setupMany();
    expect(await ids('', { filters: { field: 'namespace_id', operator: 'starts_with', value: 'al' } })).toEqual([
      'alpha',
    ]);
    expect(await ids('', { search: 'EARLY', sort: { field: 'namespace_name', direction: 'asc' } })).toEqual([
      'alpha',
      'beta',
    ]);
    expect(await ids('', { search: 'EARLY', case_sensitive: true })).toEqual([]);
    expect(await ids('?limit=2', { sort: { field: 'namespace_id', direction: 'desc' } })).toEqual(['gamma', 'epsilon']);
  });

  it('pages by offset with totals', async () => {
    const { call } = await setupMany();
    const { body } = await call('POST /v1/namespaces/list?limit=2&offset=2&include_total=true');
    expect(body.total_count).toBe(5);
    expect(body.pagination).toMatchObject({
      total: 5,
      page: 2,
      page_size: 2,
      total_pages: 3,
      previous_page: '?limit=2&offset=0',
    });
    expect(body.stats).toMatchObject({ total_documents: 0, total_feature_extractors: 0 });
  });

  it('pages by cursor, undisturbed by namespaces that come and go', async () => {
    const { call, server } = await setupMany();
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await call(`POST /v1/namespaces/list?limit=2${cursor}`);
      seen.push(...body.results.map((ns: { namespace_id: string }) => ns.namespace_id));
      if (body.pagination.next_cursor === null) break;
      cursor = `&cursor=${body.pagination.next_cursor}`;
      await call(STANDALONE, { namespace_id: `new-${page}` });
      if (page === 0) await call('DELETE /v1/namespaces/delta');
      server.clock.advance(1000);
    }
    expect(seen).toEqual(['epsilon', 'delta', 'gamma', 'beta', 'alpha']);
  });

  it('refuses cursors that are not its own or of another query', async () => {
    const { call } = await setupMany();
    const { body } = await call('POST /v1/namespaces/list?limit=2');
    const cursor = body.pagination.next_cursor;
    for (const [query, request] of [
      ['?cursor=abc', {}],
      [`?cursor=${cursor}`, { search: 'x' }],
    ] as const) {
      const refused = await call(`POST /v1/namespaces/list${query}`, request);
      expect([refused.status, refused.body.error.code]).toEqual([400, 'invalid_cursor']);
    }
  });

  it('refuses an unknown operator', async () => {
    const { call } = await setupMany();
    const filters = { AND: [{ field: 'mode', operator: 'between', value: 1 }] };
    const { status } = await call('POST /v1/namespaces/list', { filters });
    expect([400, 422]).toContain(status);
  });
});

describe('changing a namespace', () => {
  it('patches only what is given', async () => {
    const { call } = await setupNamespace({}, { description: 'old' });
    const renamed = await call('PATCH /v1/namespaces/ns', { namespace_name: 'renamed' });
    expect(renamed.body).toMatchObject({ namespace_name: 'renamed', description: 'old' });
    const cleared = await call('PATCH /v1/namespaces/renamed', { description: null, auto_create_indexes: false });
    expect(cleared.body).toMatchObject({ namespace_name: 'renamed', description: null, auto_create_indexes: false });
  });

  it('refuses a name that another namespace has, but not its own', async () => {
    const { call } = await setupNamespace({}, { namespace_name: 'mine' });
    await call(STANDALONE, { namespace_id: 'other' });
    expect((await call('PATCH /v1/namespaces/ns', { namespace_name: 'other' })).body.error.code).toBe(
      'namespace_name_taken',
    );
    expect((await call('PUT /v1/namespaces/ns', { namespace_name: 'mine' })).status).toBe(200);
  });

  it('lets a managed namespace gain extractors but not lose them', async () => {
    const { call } = setup();
    const text = { feature_extractor_name: 'text_extractor', version: 'v1' };
    const image = { feature_extractor_name: 'image_extractor', version: 'v1' };
    await call('POST /v1/namespaces', { namespace_name: 'media', feature_extractors: [text] });
    const grown = await call('PATCH /v1/namespaces/media', { feature_extractors: [text, image] });
    expect(Object.keys(grown.body.vector_inference_map)).toEqual([
      'text_extractor_v1_embedding',
      'image_extractor_v1_embedding',
    ]);
    const shrunk = await call('PATCH /v1/namespaces/media', { feature_extractors: [image] });
    expect(shrunk.body.error.code).toBe('feature_extractors_append_only');
  });

  it('refuses extractors in a standalone namespace', async () => {
    const { call } = await setupNamespace();
    const feature_extractors = [{ feature_extractor_name: 'text_extractor', version: 'v1' }];
    expect((await call('PATCH /v1/namespaces/ns', { feature_extractors })).body.error.code).toBe(
      'namespace_not_managed',
    );
  });
});

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

  it('refuses a taken name', async () => {
    const { call } = await setupNamespace();
    expect((await call('POST /v1/namespaces/ns/clone', { namespace_name: 'ns' })).status).toBe(409);
  });
});

describe('payload indexes', () => {
  it('are built by ensure-indexes once declared', async () => {
    const { call } = await setupNamespace();
    await call(upsert, { documents: [doc('a'), doc('b', { payload: { price: 2 } })] });
    await call('PATCH /v1/namespaces/ns', {
      payload_indexes: [
        { field_name: 'title', type: 'text' },
        { field_name: 'price', type: 'float' },
      ],
    });
    const first = await call('POST /v1/namespaces/ns/ensure-indexes');
    expect(first.body).toEqual({
      namespace_id: 'ns',
      indexes: [
        { field_name: 'title', type: 'text', status: 'ready', document_count: 1 },
        { field_name: 'price', type: 'float', status: 'ready', document_count: 1 },
      ],
      created: ['title', 'price'],
      rebuilt: [],
    });
    expect((await call('POST /v1/namespaces/ns/ensure-indexes')).body).toMatchObject({ created: [], rebuilt: [] });
    const forced = await call('POST /v1/namespaces/ns/ensure-indexes?force_rebuild=true');
    expect(forced.body).toMatchObject({ created: [], rebuilt: ['title', 'price'] });
  });

  it('are declared and built in one step by the older paths', async () => {
    const { call } = await setupNamespace();
    await call(upsert, { documents: [doc('a')] });
    const text = await call('POST /v1/namespaces/ns/text-indexes', { fields: ['title'] });
    expect(text.body.indexes).toEqual([{ field_name: 'title', type: 'text', status: 'ready', document_count: 1 }]);
    await call('POST /v1/namespaces/ns/payload-indexes', { field_name: 'brand', field_type: 'keyword' });
    const { body } = await call('GET /v1/namespaces/ns');
    expect(body.payload_indexes).toMatchObject([{ field_name: 'title' }, { field_name: 'brand', type: 'keyword' }]);
    const clash = await call('POST /v1/namespaces/ns/payload-indexes', { field_name: 'title', field_type: 'keyword' });
    expect([clash.status, clash.body.error.code]).toEqual([409, 'payload_index_exists']);
  });

  it('are replaced as a whole by PUT, except protected ones', async () => {
    const payload_indexes = [
      { field_name: 'kept', type: 'keyword', is_protected: true },
      { field_name: 'gone', type: 'keyword' },
    ];
    const { call } = await setupNamespace({}, { payload_indexes });
    const { body } = await call('PUT /v1/namespaces/ns', { payload_indexes: [{ field_name: 'new', type: 'bool' }] });
    expect(body.payload_indexes.map((index: { field_name: string }) => index.field_name)).toEqual(['kept', 'new']);
  });
});

describe('promoting', () => {
  const configs = { vector_configs: [{ name: 'text', dimension: 4, metric: 'dot' }] };

  it('maps indexes, adds indexes and keeps documents', async () => {
    const { call } = await setupNamespace({}, configs);
    await call(upsert, { documents: [{ document_id: 'a', vectors: { text: [1, 2, 3, 4] } }] });
    const { status, body } = await call('POST /v1/namespaces/ns/promote', {
      vector_mappings: [{ existing_index: 'text', inference_service: 'openai_text_3_small' }],
      add_vectors: [
        { name: 'image', dimension: 2, metric: 'cosine', inference_service: 'clip_vit_b32' },
        { name: 'plain', dimension: 3, metric: 'euclidean' },
      ],
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      namespace_id: 'ns',
      previous_mode: 'standalone',
      mode: 'managed',
      status: 'active',
      vector_configs: [
        { name: 'text', dimension: 4, metric: 'dot' },
        { name: 'image', dimension: 2, metric: 'cosine' },
        { name: 'plain', dimension: 3, metric: 'euclidean' },
      ],
      vector_inference_map: { text: 'openai_text_3_small', image: 'clip_vit_b32' },
    });
    const after = await call('GET /v1/namespaces/ns');
    expect(after.body).toMatchObject({ mode: 'managed', document_count: 1, vector_configs: body.vector_configs });
    const direct = await call(upsert, { documents: [{ document_id: 'b', vectors: { image: [1, 0], unseen: [1] } }] });
    expect(direct.status).toBe(200);
  });

  it('takes neither list', async () => {
    const { call } = await setupNamespace();
    const { body } = await call('POST /v1/namespaces/ns/promote');
    expect(body).toMatchObject({ mode: 'managed', vector_configs: [], vector_inference_map: {} });
  });

  it('works once only', async () => {
    const { call } = await setupNamespace();
    await call('POST /v1/namespaces/ns/promote', {});
    const again = await call('POST /v1/namespaces/ns/promote', {});
    expect([again.status, again.body.error.code]).toEqual([409, 'namespace_not_standalone']);
  });

  it('changes nothing when any part is refused, and lists the indexes there are', async () => {
    const { call } = await setupNamespace({}, configs);
    const before = (await call('GET /v1/namespaces/ns')).body;
    const add = { name: 'image', dimension: 2, metric: 'cosine' };
    const unknown = await call('POST /v1/namespaces/ns/promote', {
      vector_mappings: [{ existing_index: 'txt', inference_service: 'x' }],
      add_vectors: [add],
    });
    expect([unknown.status, unknown.body.error]).toMatchObject([
      400,
      { code: 'unknown_vector_index', details: { index: 'txt', available: ['text'] } },
    ]);
    expect(unknown.body.error.message).toContain('Available: text');
    for (const add_vectors of [[{ ...add, name: 'text' }], [add, add]]) {
      const clash = await call('POST /v1/namespaces/ns/promote', { add_vectors });
      expect([clash.status, clash.body.error.code]).toEqual([409, 'vector_index_exists']);
    }
    const mapping = { existing_index: 'text', inference_service: 'x' };
    const twice = await call('POST /v1/namespaces/ns/promote', { vector_mappings: [mapping, mapping] });
    expect(twice.status).toBe(422);
    expect((await call('GET /v1/namespaces/ns')).body).toEqual(before);
  });
});
