import { describe, expect, it } from 'vitest';
import { setupNamespace, upsert } from '../setup.js';

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
