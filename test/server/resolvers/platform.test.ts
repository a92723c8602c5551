import { describe, expect, it } from 'vitest';
import { setup, setupNamespace } from './setup.js';

const EXTRACTORS = '/v1/collections/features/extractors';
const INFER = 'POST /v1/inference?namespace=ns';

describe('feature extractors', () => {
  it('are listed with the vectors they write', async () => {
    const { call } = setup();
    const { body } = await call(`GET ${EXTRACTORS}`);
    const byName = new Map<string, { required_vector_indexes: { index: { dimensions: number } }[] }>(
      body.map((extractor: { feature_extractor_name: string }) => [extractor.feature_extractor_name, extractor]),
    );
    const dimensions = (name: string) => byName.get(name)?.required_vector_indexes.map(({ index }) => index.dimensions);
    expect(dimensions('passthrough_extractor')).toEqual([]);
    expect(dimensions('text_extractor')).toEqual([1024]);
    expect(dimensions('multimodal_extractor')).toEqual([1408, 1024]);
    expect(dimensions('face_identity_extractor')).toEqual([512]);
  });

  it('are found by id', async () => {
    const { call } = setup();
    const { body } = await call(`GET ${EXTRACTORS}/image_extractor_v1`);
    expect(body.required_vector_indexes[0].feature_uri).toBe('mixpeek://image_extractor@v1/google_siglip_base_v1');
    expect((await call(`GET ${EXTRACTORS}/nope`)).status).toBe(404);
  });

  it('are listed by source in a namespace', async () => {
    const { call } = await setupNamespace();
    const all = await call('GET /v1/namespaces/ns/extractors');
    expect(all.body).toMatchObject({ namespace_id: 'ns', custom_count: 0, builtin_count: all.body.total });
    expect((await call('GET /v1/namespaces/ns/extractors?source=custom')).body.total).toBe(0);
    expect((await call('GET /v1/namespaces/ns/extractors/text_extractor_v1')).body.source).toBe('builtin');
  });
});

describe('inference', () => {
  it('embeds one text or several with the dimension of the service', async () => {
    const { call } = await setupNamespace();
    const inference_name = 'intfloat/multilingual-e5-large-instruct';
    const one = await call(INFER, { inference_name, inputs: { text: 'waterproof jacket' } });
    expect(one.body).toMatchObject({ provider: 'intfloat', model: inference_name, cached: false });
    expect(one.body.data.embedding).toHaveLength(1024);
    const two = await call(INFER, { inference_name, inputs: { text: ['waterproof jacket', 'sun hat'] } });
    expect(two.body.data.embeddings[0]).toEqual(one.body.data.embedding);
    expect(two.body.data.embeddings[1]).not.toEqual(one.body.data.embedding);
  });

  it('takes features, and indexes with a mapped service', async () => {
    const { call } = await setupNamespace({}, { vector_configs: [{ name: 'text', dimension: 8 }] });
    const inputs = { text: 'x' };
    const length = async (feature_uri: string) =>
      (await call(INFER, { feature_uri, inputs })).body.data.embedding.length;
    expect(await length('mixpeek://image_extractor@v1/google_siglip_base_v1')).toBe(768);
    const unmapped = await call(INFER, { feature_uri: 'text', inputs });
    expect([unmapped.status, unmapped.body.error.code]).toEqual([400, 'inference_not_configured']);
    await call('POST /v1/namespaces/ns/promote', {
      vector_mappings: [{ existing_index: 'text', inference_service: 'openai_text_3_small' }],
    });
    expect(await length('text')).toBe(8);
  });

  it('refuses other inputs, no model, and two models', async () => {
    const { call } = await setupNamespace();
    for (const request of [
      { inference_name: 'm', inputs: { image_url: 'http://x' } },
      { inference_name: 'm', inputs: { text: 7 } },
      { inputs: { text: 'x' } },
      { inference_name: 'm', model: 'n', inputs: { text: 'x' } },
      { feature_uri: 'mixpeek://nope@v1/x', inputs: { text: 'x' } },
    ]) {
      expect((await call(INFER, request)).status).toBe(400);
    }
  });
});

describe('health', () => {
  it('answers, with measurements on request', async () => {
    const { call } = await setupNamespace();
    expect((await call('GET /v1/health')).body).toMatchObject({ status: 'OK', errors: null, meta: null });
    expect((await call('GET /v1/health?metrics=true')).body.meta).toMatchObject({ namespaces: 1, documents: 0 });
    expect((await call('GET /v1/health/liveness')).body).toEqual({ status: 'OK' });
  });
});
