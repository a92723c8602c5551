import { describe, expect, it } from 'vitest';
import { SENTENCES, setupArticles, URI } from './collection-setup.js';

const passthrough = { feature_extractor_name: 'passthrough_extractor', version: 'v1' };
const from = (...names: string[]) => ({ type: 'collection', collection_ids: names });

interface Refusal {
  error: { code?: string; details: { path?: string; validation_errors?: { location: unknown[] }[] } };
}
const placeOf = ({ error }: Refusal) =>
  error.details.path ?? error.details.validation_errors?.[0]?.location.slice(1).join('.');

describe('creating a collection', () => {
  it('keeps ids in place of names, and derives schemas and indexes', async () => {
    const { collection, bucketId } = await setupArticles();
    const created = await collection({ metadata: { team: 'a' }, description: 'All sentences' });
    expect(created).toMatchObject({
      collection_id: expect.stringMatching(/^col_/),
      source: { type: 'bucket', bucket_ids: [bucketId] },
      feature_extractor: {
        feature_extractor_id: 'text_extractor_v1',
        parameters: { split_by: 'sentences', language: 'en' },
      },
      output_schema: { properties: { title: { type: 'string' }, text: { type: 'text' } } },
      vector_indexes: [{ feature_uri: URI, index: { dimensions: 1024 } }],
      document_count: 0,
      schema_version: 1,
      lifecycle_state: 'active',
      enabled: true,
    });
    expect(created.input_schema.properties).toHaveProperty('body');
  });

  it('takes its fields from the collection that it reads, and knows the bucket at the start', async () => {
    const { collection, ok, bucketId } = await setupArticles();
    const first = await collection();
    const second = await ok('POST /v1/collections', {
      collection_name: 'moods',
      source: { type: 'collection', collection_id: 'sentences' },
      feature_extractor: { feature_extractor_name: 'sentiment_classifier', version: 'v1' },
    });
    expect(second.source).toMatchObject({ collection_id: first.collection_id, inherited_bucket_ids: [bucketId] });
    expect(second.input_schema.properties).toHaveProperty('text');
    expect(second.source_lineage).toMatchObject([{ source_config: { type: 'bucket' } }]);
  });

  it.each([
    [
      'an unknown bucket',
      { source: { type: 'bucket', bucket_ids: ['articles', 'nope'] } },
      404,
      'source.bucket_ids[1]',
    ],
    ['an unknown collection', { source: { type: 'collection', collection_id: 'nope' } }, 404, 'source.collection_id'],
    [
      'an unknown extractor',
      { feature_extractor: { feature_extractor_name: 'smell', version: 'v1' } },
      404,
      'feature_extractor',
    ],
    [
      'a source of both kinds',
      { source: { type: 'bucket', bucket_ids: ['articles'], collection_id: 'x' } },
      422,
      'source.collection_id',
    ],
    [
      'an unknown parameter',
      { feature_extractor: { ...SENTENCES.feature_extractor, parameters: { chunk: 3 } } },
      422,
      'feature_extractor.parameters.chunk',
    ],
    [
      'a parameter out of bounds',
      { feature_extractor: { ...SENTENCES.feature_extractor, params: { chunk_size: 0 }, parameters: undefined } },
      422,
      'feature_extractor.params.chunk_size',
    ],
    [
      'an overlap as long as the chunk',
      { feature_extractor: { ...SENTENCES.feature_extractor, parameters: { chunk_size: 2, chunk_overlap: 2 } } },
      422,
      'feature_extractor.parameters.chunk_overlap',
    ],
    [
      'an input that the extractor has not',
      { feature_extractor: { ...SENTENCES.feature_extractor, input_mappings: { image: 'photo' } } },
      422,
      'feature_extractor.input_mappings.image',
    ],
    [
      'a field that the source has not',
      { feature_extractor: { ...SENTENCES.feature_extractor, input_mappings: { text: 'bodi' } } },
      422,
      'feature_extractor.input_mappings.text',
    ],
    ['a short name', { collection_name: 'ab' }, 422, 'collection_name'],
    [
      'text from a model',
      { feature_extractor: { ...SENTENCES.feature_extractor, parameters: { response_shape: 'a summary' } } },
      400,
      'feature_extractor.parameters.response_shape',
    ],
  ])('refuses %s and names the place', async (_what, fields, status, place) => {
    const { call } = await setupArticles();
    const answer = await call('POST /v1/collections', { ...SENTENCES, ...fields });
    expect([answer.status, placeOf(answer.body)]).toEqual([status, place]);
  });

  it('refuses a taken name', async () => {
    const { call, collection } = await setupArticles();
    const { collection_id: id } = await collection();
    const { status, body } = await call('POST /v1/collections', SENTENCES);
    expect([status, body.error.code, body.error.details.collection_id]).toEqual([409, 'collection_name_taken', id]);
  });

  it('refuses an extractor that the namespace has no indexes for', async () => {
    const { call } = await setupArticles({}, ['image_extractor']);
    const { status, body } = await call('POST /v1/collections', SENTENCES);
    expect([status, body.error.code, body.error.details.available]).toEqual([
      400,
      'feature_extractor_not_enabled',
      ['image_extractor_v1'],
    ]);
  });
});

describe('changing a collection', () => {
  it('sets what is given and keeps the rest', async () => {
    const { collection, ok } = await setupArticles();
    await collection({ description: 'old', metadata: { a: 1 } });
    const changed = await ok('PATCH /v1/collections/sentences', {
      description: null,
      enabled: false,
      collection_name: 'phrases',
    });
    expect(changed).toMatchObject({
      description: null,
      enabled: false,
      collection_name: 'phrases',
      metadata: { a: 1 },
    });
  });

  it('refuses fields that cannot change, with a guess', async () => {
    const { collection, call } = await setupArticles();
    await collection();
    const { status, body } = await call('PATCH /v1/collections/sentences', { enabeld: false });
    expect([status, body.error.message]).toEqual([422, expect.stringContaining('did you mean "enabled"?')]);
  });

  it('refuses another extractor once there are documents', async () => {
    const { collection, call, ok, add, trigger } = await setupArticles();
    await collection();
    const other = { feature_extractor: { ...SENTENCES.feature_extractor, parameters: { split_by: 'words' } } };
    await ok('PATCH /v1/collections/sentences', other);
    await add({ title: 'a', body: 'One two.' });
    await trigger('sentences');
    const { status, body } = await call('PATCH /v1/collections/sentences', other);
    expect([status, body.error.code]).toEqual([409, 'collection_not_empty']);
  });

  it('refuses a source that leads back to the collection', async () => {
    const { ok, call } = await setupArticles();
    const create = (name: string, source: object) =>
      ok('POST /v1/collections', { collection_name: name, source, feature_extractor: passthrough });
    await create('one', SENTENCES.source);
    await create('two', from('one'));
    await create('three', from('two'));
    const { status, body } = await call('PATCH /v1/collections/one', { source: from('three') });
    expect([status, body.error.details.validation_errors[0].type]).toEqual([422, 'cycle']);
  });

  it('clones the settings, changed as asked, without documents', async () => {
    const { collection, call, add, trigger } = await setupArticles();
    const { collection_id: id } = await collection({ metadata: { a: 1 } });
    await add({ title: 'a', body: 'One two.' });
    await trigger('sentences');
    const { status, body } = await call('POST /v1/collections/sentences/clone', {
      collection_name: 'copy',
      description: 'New',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      source_collection_id: id,
      collection: { collection_name: 'copy', description: 'New', metadata: { a: 1 }, document_count: 0 },
    });
    expect((await call('POST /v1/collections/sentences/clone', { collection_name: 'copy' })).status).toBe(409);
  });
});

describe('deleting a collection', () => {
  it('takes its documents along', async () => {
    const { collection, call, ok, add, trigger } = await setupArticles();
    await collection();
    await add({ title: 'a', body: 'One. Two.' });
    await trigger('sentences');
    expect(await ok('DELETE /v1/collections/sentences')).toMatchObject({ success: true });
    expect((await call('GET /v1/collections/sentences')).status).toBe(404);
    expect((await ok('POST /v1/documents/list', {})).total_count).toBe(0);
  });

  it('is refused while another one reads from it', async () => {
    const { collection, call, ok } = await setupArticles();
    await collection();
    const reader = await ok('POST /v1/collections', {
      collection_name: 'reader',
      source: from('sentences'),
      feature_extractor: passthrough,
    });
    const { status, body } = await call('DELETE /v1/collections/sentences');
    expect([status, body.error.details.used_by]).toEqual([409, [reader.collection_id]]);
  });

  it('is refused while a batch runs on it', async () => {
    const { collection, call, ok, add, server } = await setupArticles({ taskMs: 1000 });
    await collection();
    await add({ title: 'a', body: 'One.' });
    await ok('POST /v1/collections/sentences/trigger');
    expect((await call('DELETE /v1/collections/sentences')).status).toBe(409);
    server.clock.advance(1000);
    await server.settle();
    expect((await call('DELETE /v1/collections/sentences')).status).toBe(200);
  });
});

describe('listing collections', () => {
  it('searches, counts and sums over all matches', async () => {
    const { collection, ok, add, trigger } = await setupArticles();
    await collection({ taxonomy_applications: [{ taxonomy_id: 'tax_1' }] });
    await collection({ collection_name: 'others', description: 'Nothing yet' });
    await add({ title: 'a', body: 'One. Two.' });
    await trigger('sentences');
    const { results, total_count: total, stats } = await ok('POST /v1/collections/list?limit=1', {});
    expect([results.map((one: { collection_name: string }) => one.collection_name), total]).toEqual([['others'], 2]);
    expect(stats).toEqual({
      total_documents: 2,
      avg_documents_per_collection: 1,
      collections_with_taxonomies: 1,
      total_feature_extractors: 1,
      total_taxonomies: 1,
      total_retrievers: 0,
    });
    const found = await ok('POST /v1/collections/list', { search: 'NOTHING' });
    expect(found.results).toHaveLength(1);
  });

  it('counts them in the namespace', async () => {
    const { collection, ok } = await setupArticles();
    await collection();
    expect(await ok('GET /v1/namespaces/library')).toMatchObject({ collection_count: 1, bucket_count: 1 });
  });
});

describe('features and schemas of a collection', () => {
  it('lists the addresses to search by', async () => {
    const { collection, ok } = await setupArticles();
    await collection();
    expect(await ok('GET /v1/collections/sentences/features')).toMatchObject({
      features: [{ feature_address: URI, primary: true, vector_index: { dimensions: 1024 } }],
    });
  });

  it('adds fields that documents have, to readers too, unless it is off', async () => {
    const { ok } = await setupArticles();
    await ok('POST /v1/collections', {
      collection_name: 'copies',
      source: SENTENCES.source,
      feature_extractor: passthrough,
    });
    const reader = await ok('POST /v1/collections', {
      collection_name: 'reader',
      source: from('copies'),
      feature_extractor: passthrough,
    });
    await ok('POST /v1/collections/copies/documents', { collection_id: 'copies', metadata: { color: 'red' } });
    expect(await ok('POST /v1/collections/copies/sync-schema', {})).toMatchObject({
      fields_added: ['color'],
      schema_version: 2,
      previous_version: 1,
      documents_sampled: 1,
      downstream_collections_updated: [reader.collection_id],
    });
    await ok('PATCH /v1/collections/copies', { schema_sync_enabled: false });
    expect(await ok('POST /v1/collections/copies/sync-schema', {})).toMatchObject({ skipped: true, schema_version: 2 });
    expect(await ok('POST /v1/collections/copies/sync-schema', { force: true })).toMatchObject({ fields_added: [] });
  });
});
