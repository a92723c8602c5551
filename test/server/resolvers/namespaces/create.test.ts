import { describe, expect, it } from 'vitest';
import { setup, setupNamespace, STANDALONE } from '../setup.js';

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
