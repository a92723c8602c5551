import { describe, expect, it } from 'vitest';
import { SENTENCES, setupArticles } from './collection-setup.js';

const passthrough = { feature_extractor_name: 'passthrough_extractor', version: 'v1' };
const base = '/v1/collections/notes/documents';

/** A collection `notes` that copies, with documents of its own. */
async function setupNotes() {
  const world = await setupArticles();
  const collection = await world.ok('POST /v1/collections', {
    collection_name: 'notes',
    source: SENTENCES.source,
    feature_extractor: passthrough,
  });
  const create = async (metadata: object, fields: object = {}) =>
    String((await world.ok(`POST ${base}`, { collection_id: 'notes', metadata, ...fields })).document_id);
  return { ...world, create, collectionId: String(collection.collection_id) };
}

describe('a document of a collection', () => {
  it('has what was given, where it came from, and vectors by extractor', async () => {
    const { ok, collectionId } = await setupNotes();
    const vector = Array.from({ length: 1024 }, (_, index) => (index === 0 ? 1 : 0));
    const created = await ok(`POST ${base}`, {
      collection_id: collectionId,
      metadata: { title: 'a' },
      color: 'red',
      root_object_id: 'obj_1',
      source_type: 'bucket',
      features: [{ feature_extractor_id: 'text_extractor_v1', payload: { text: 'hello' }, vectors: vector }],
    });
    expect(created).toMatchObject({ title: 'a', color: 'red', text: 'hello', collection_id: collectionId });
    const got = await ok(`GET ${base}/${created.document_id}?return_vectors=true`);
    expect(got.vectors.text_extractor_v1_embedding).toHaveLength(1024);
    expect(got._internal.lineage).toMatchObject({ root_object_id: 'obj_1', source_type: 'bucket' });
    expect(await ok(`GET /v1/documents/${created.document_id}`)).toMatchObject({
      title: 'a',
      collection_id: collectionId,
    });
  });

  it.each([
    ['another collection than the path', { collection_id: 'sentences' }, 'collection_id'],
    ['names of the service', { collection_id: 'notes', _secret: 1 }, '_secret'],
    [
      'a vector without an index',
      { collection_id: 'notes', features: [{ feature_extractor_id: 'mine_v1', vectors: [1] }] },
      'features.0.feature_extractor_id',
    ],
    [
      'sparse vectors',
      {
        collection_id: 'notes',
        features: [{ feature_extractor_id: 'text_extractor_v1', vectors: { indices: [1], values: [2] } }],
      },
      'features.0.feature_extractor_id',
    ],
  ])('refuses %s', async (_what, body, place) => {
    const { call } = await setupNotes();
    const answer = await call(`POST ${base}`, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    if (place !== 'features.0.feature_extractor_id') {
      expect(answer.body.error.details.validation_errors[0].location).toEqual(['body', ...place.split('.')]);
    }
  });

  it('is changed field by field or as a whole, and keeps its collection and lineage', async () => {
    const { ok, create, collectionId } = await setupNotes();
    const id = await create({ title: 'a', color: 'red' });
    expect(await ok(`PATCH ${base}/${id}`, { color: null })).toMatchObject({ title: 'a', color: null });
    const replaced = await ok(`PUT ${base}/${id}`, { size: 3 });
    expect(replaced).toMatchObject({
      size: 3,
      collection_id: collectionId,
      _internal: { collection_id: collectionId },
    });
    expect(replaced).not.toHaveProperty('title');
    expect(await ok(`PATCH /v1/documents/${id}`, { size: 4 })).toMatchObject({ size: 4, collection_id: collectionId });
    expect(await ok(`DELETE ${base}/${id}`)).toMatchObject({ success: true });
  });

  it('is not found in another collection', async () => {
    const { call, create, collection } = await setupNotes();
    await collection();
    const id = await create({ title: 'a' });
    for (const method of ['GET', 'DELETE']) {
      expect((await call(`${method} /v1/collections/sentences/documents/${id}`)).status).toBe(404);
    }
    expect((await call(`PATCH /v1/collections/sentences/documents/${id}`, {})).status).toBe(404);
  });
});

describe('several documents', () => {
  it('are updated one by one, and those that are not there are told', async () => {
    const { ok, create, list } = await setupNotes();
    const [one, two] = [await create({ n: 1 }), await create({ n: 2 })];
    const answer = await ok(`POST ${base}/batch`, {
      updates: [
        { document_id: one, update_data: { color: 'red' } },
        { document_id: 'doc_gone', update_data: {} },
        { document_id: one, update_data: { size: 1 } },
        { document_id: two, update_data: { color: 'blue' } },
      ],
    });
    expect(answer).toMatchObject({ updated_count: 3, failed_count: 1 });
    expect(answer.results[1]).toMatchObject({ document_id: 'doc_gone', success: false, error: expect.any(String) });
    expect(await list('notes', { filters: { color: 'red' } })).toMatchObject([{ n: 1, color: 'red', size: 1 }]);
  });

  it('are updated and deleted by filter', async () => {
    const { ok, create, list } = await setupNotes();
    for (const n of [1, 2, 3]) await create({ n });
    const large = { AND: [{ field: 'n', operator: 'gte', value: 2 }] };
    expect(await ok(`POST ${base}/batch`, { filters: large, update_data: { large: true } })).toMatchObject({
      updated_count: 2,
    });
    expect(await ok(`PATCH ${base}/bulk`, { update_data: { seen: true } })).toMatchObject({ updated_count: 3 });
    expect(await ok(`DELETE ${base}/batch`, { filters: { large: true } })).toMatchObject({
      deleted_count: 2,
      failed_count: 0,
    });
    expect(await list('notes')).toMatchObject([{ n: 1, seen: true }]);
    const [left] = await list('notes');
    const answer = await ok(`DELETE ${base}/batch`, { document_ids: [left.document_id, 'doc_gone'] });
    expect(answer).toMatchObject({ deleted_count: 1, failed_count: 1 });
  });

  it.each([
    ['POST', {}, 'updates'],
    ['POST', { updates: [{ document_id: 'a', update_data: {} }], filters: {} }, 'updates'],
    ['DELETE', {}, 'document_ids'],
    ['DELETE', { document_ids: ['a'], filters: {} }, 'document_ids'],
  ])('%s refuses %j', async (method, body, field) => {
    const { call } = await setupNotes();
    const answer = await call(`${method} ${base}/batch`, body);
    expect([answer.status, answer.body.error.details.validation_errors[0].location]).toEqual([422, ['body', field]]);
  });
});

describe('listing documents of a collection', () => {
  it('filters, sorts, selects, searches and pages, by query or body', async () => {
    const { ok, create, trigger, add, collection } = await setupNotes();
    await collection();
    await add({ title: 'other', body: 'Elsewhere.' });
    await trigger('sentences');
    for (const n of [1, 2, 3]) await create({ n, text: n === 2 ? 'Blue sea' : 'Red sky', inner: { a: n, b: n } });
    const page = await ok(`POST ${base}/list?limit=2`, {
      sort: [{ field: 'n', direction: 'desc' }],
      select: ['inner.a'],
    });
    expect(page.results.map((one: { inner: object }) => one.inner)).toEqual([{ a: 3 }, { a: 2 }]);
    expect(page.total_count).toBe(3);
    const next = await ok(`POST ${base}/list`, {
      sort: [{ field: 'n', direction: 'desc' }],
      limit: 2,
      cursor: page.pagination.next_cursor,
    });
    expect(next.results).toMatchObject([{ n: 1 }]);
    const found = await ok(`POST ${base}/list`, { search: 'blue' });
    expect(found.results).toMatchObject([{ n: 2 }]);
    const groups = await ok(`POST ${base}/list`, { group_by: 'text' });
    expect(groups.groups.map((group: { group_key: string; count: number }) => [group.group_key, group.count])).toEqual([
      ['Blue sea', 1],
      ['Red sky', 2],
    ]);
  });

  it('finds by lineage, in the whole namespace too, and expands what is linked', async () => {
    const { ok, add, trigger, list, collection } = await setupNotes();
    const { collection_id: id } = await collection();
    const object = await add({ title: 'a', body: 'One. Two.' });
    await add({ title: 'b', body: 'Three.' });
    await trigger('sentences');
    const ofObject = { field: '_internal.lineage.root_object_id', operator: 'eq', value: object };
    expect(await list('sentences', { filters: { AND: [ofObject] } })).toHaveLength(2);
    const everywhere = await ok('POST /v1/documents/list', {
      filters: { AND: [ofObject] },
      collection_ids: ['sentences'],
      expand: ['collection', 'root_object'],
    });
    expect(everywhere.results[0]._expanded).toMatchObject({
      collection: { collection_id: id },
      root_object: { object_id: object, title: 'a' },
    });
  });

  it('gives files of a document addresses that need no key', async () => {
    const { ok, add, trigger, list, server } = await setupNotes();
    await add({ title: 'a', blobs: [{ property: 'photo', type: 'image', data: 'data:image/png;base64,aGVsbG8=' }] });
    await trigger('notes');
    const [document] = await list('notes', { return_presigned_urls: true });
    expect(document.document_blobs).toMatchObject([
      { field: 'photo', role: 'source', type: 'image', content_type: 'image/png', size_bytes: 5 },
    ]);
    expect(await ok(`GET ${base}/${document.document_id}`)).toHaveProperty('document_blobs');
    expect(server.requests.list().length).toBeGreaterThan(0);
  });
});

describe('aggregating documents', () => {
  it('groups and computes over those that match', async () => {
    const { ok, call, create } = await setupNotes();
    for (const [kind, n] of [
      ['a', 1],
      ['a', 3],
      ['b', 5],
      ['c', 9],
    ])
      await create({ kind, n });
    const answer = await ok(`POST ${base}/aggregate`, {
      group_by: [{ field: 'kind' }],
      aggregations: [
        { function: 'count', alias: 'count' },
        { function: 'avg', field: 'n', alias: 'mean' },
      ],
      filters: { AND: [{ field: 'n', operator: 'lt', value: 9 }] },
      sort_by: 'mean',
      sort_direction: 'asc',
    });
    expect(answer).toEqual({
      results: [
        { group: { kind: 'a' }, metrics: { count: 2, mean: 2 } },
        { group: { kind: 'b' }, metrics: { count: 1, mean: 5 } },
      ],
      total_groups: 2,
      query_info: { matched_rows: 3 },
    });
    const wrong = await call(`POST ${base}/aggregate`, {
      group_by: [{ field: 'kind' }],
      aggregations: [{ function: 'sum', alias: 'x' }],
    });
    expect(wrong.status).toBe(422);
  });
});

describe('lineage', () => {
  it('goes from the object over documents to what was made from them', async () => {
    const { ok, call, add, collection, trigger, list, collectionId: _notes } = await setupNotes();
    const object = await add({ title: 'a', body: 'I love it. I hate it.' });
    const first = await collection();
    const second = await ok('POST /v1/collections', {
      collection_name: 'moods',
      source: { type: 'collection', collection_id: 'sentences' },
      feature_extractor: { feature_extractor_name: 'sentiment_classifier', version: 'v1' },
    });
    await trigger('sentences');
    const [mood] = await list('moods');
    const [sentence] = (await list('sentences')).filter(
      (one: { document_id: string }) => one.document_id === mood._internal.lineage.source_document_id,
    );
    const lineage = await ok(`GET /v1/collections/moods/documents/${mood.document_id}/lineage`);
    expect(lineage).toMatchObject({
      root_object_id: object,
      depth: 2,
      ancestors: [
        { kind: 'object', id: object, exists: true },
        { kind: 'document', id: sentence.document_id, collection_id: first.collection_id, exists: true },
      ],
      descendants: [],
    });
    expect(await ok(`GET /v1/documents/${sentence.document_id}/lineage`)).toMatchObject({
      depth: 1,
      descendants: [{ id: mood.document_id, collection_id: second.collection_id }],
    });
    expect(await ok(`GET /v1/objects/${object}/decomposition-tree?include_document_ids=true`)).toMatchObject({
      total_documents: 4,
      total_collections: 2,
      max_depth: 2,
      collections: [
        {
          collection_name: 'sentences',
          depth: 1,
          document_count: 2,
          children: [{ collection_name: 'moods', depth: 2, document_count: 2 }],
        },
      ],
    });
    const documents = await ok(`GET /v1/objects/${object}/documents?collection_ids=moods`);
    expect([documents.total_documents, Object.keys(documents.documents_by_collection)]).toEqual([
      2,
      [second.collection_id],
    ]);
    await ok(`DELETE /v1/collections/sentences/documents/${sentence.document_id}`);
    expect((await ok(`GET /v1/documents/${mood.document_id}/lineage`)).ancestors).toMatchObject([
      { kind: 'object', exists: true },
      { kind: 'document', id: sentence.document_id, exists: false },
    ]);
    for (const path of [
      'documents/gone/lineage',
      'objects/gone/decomposition-tree',
      'objects/gone/documents',
      `objects/${object}/documents?collection_ids=gone`,
    ]) {
      expect((await call(`GET /v1/${path}`)).status).toBe(404);
    }
  });
});
