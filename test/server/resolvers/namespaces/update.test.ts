import { describe, expect, it, vi } from 'vitest';
import { NamespaceIndex } from '../../../../src/server/engine/index.js';
import { doc, setup, setupNamespace, STANDALONE, upsert } from '../setup.js';

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

  it('are made anew by force_rebuild, those that were built before', async () => {
    const { call } = await setupNamespace();
    await call(upsert, { documents: [doc('a')] });
    await call('POST /v1/namespaces/ns/payload-indexes', { field_name: 'brand', field_type: 'keyword' });
    const rebuild = vi.spyOn(NamespaceIndex.prototype, 'rebuild');
    await call('POST /v1/namespaces/ns/ensure-indexes');
    expect(rebuild).not.toHaveBeenCalled();
    await call('POST /v1/namespaces/ns/ensure-indexes?force_rebuild=true');
    expect(rebuild).toHaveBeenCalledExactlyOnceWith(['brand']);
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

  it('are refused when they cannot be built, and leave the namespace usable', async () => {
    const { call } = await setupNamespace();
    const before = (await call('GET /v1/namespaces/ns')).body;
    const field_schema = { type: 'text', tokenizer: 'word', min_token_len: 9, max_token_len: 3 };
    const answers = [
      await call('PATCH /v1/namespaces/ns', { payload_indexes: [{ field_name: 'title', type: 'text', field_schema }] }),
      await call('POST /v1/namespaces/ns/text-indexes', { fields: ['title'], min_token_length: 99 }),
    ];
    for (const { status } of answers) expect([400, 422]).toContain(status);
    expect((await call('GET /v1/namespaces/ns')).body).toEqual(before);
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
