import { describe, expect, it } from 'vitest';
import { setupArticles, SENTENCES, URI } from './collection-setup.js';

describe('triggering a collection', () => {
  it('turns the objects of a bucket into documents that a retriever finds', async () => {
    const { ok, add, collection, trigger, list } = await setupArticles();
    const objectId = await add({ title: 'Rain', body: 'Jackets keep you dry. Boots do as well.' });
    await add({ title: 'Sun', body: 'Hats give shade.' });
    const { collection_id: id } = await collection();
    const started = await trigger('sentences');
    expect(started).toMatchObject({ collection_id: id, object_count: 2, total_tiers: 1 });
    expect(await ok(`GET /v1/tasks/${started.task_id}`)).toMatchObject({
      task_type: 'api_collections_trigger',
      status: 'COMPLETED',
      outputs: [{ batch_id: started.batch_id, documents_written: 3, failed_count: 0 }],
    });
    const documents = await list('sentences', { sort: [{ field: 'text' }] });
    expect(documents.map(({ title, text }: { title: string; text: string }) => [title, text])).toEqual([
      ['Rain', 'Boots do as well.'],
      ['Sun', 'Hats give shade.'],
      ['Rain', 'Jackets keep you dry.'],
    ]);
    expect(documents[2]._internal).toMatchObject({
      collection_id: id,
      lineage: { root_object_id: objectId, source_type: 'bucket', source_object_id: objectId },
      processing: { batch_id: started.batch_id, tier_num: 0 },
      modality: 'text',
      content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await ok('POST /v1/retrievers', {
      retriever_name: 'find',
      collection_identifiers: ['sentences'],
      input_schema: { q: { type: 'text', required: true } },
      stages: [
        {
          stage_name: 'search',
          config: {
            stage_id: 'feature_search',
            parameters: {
              searches: [{ feature_uri: URI, query: { input_mode: 'text', value: '{{INPUT.q}}' }, top_k: 2 }],
            },
          },
        },
      ],
    });
    const found = await ok('POST /v1/retrievers/find/execute', { inputs: { q: 'jackets that keep dry' } });
    expect(found.documents[0]).toMatchObject({ text: 'Jackets keep you dry.', title: 'Rain', collection_id: id });
    expect(await ok('GET /v1/collections/sentences')).toMatchObject({ document_count: 3, retriever_count: 1 });
  });
});

const passthrough = { feature_extractor_name: 'passthrough_extractor', version: 'v1' };
const batches = '/v1/buckets/articles/batches';

describe('a trigger', () => {
  it('processes only what the request and the collection let through', async () => {
    const { add, collection, trigger, list } = await setupArticles();
    await add({ title: 'old', body: 'Old.', year: 1999 });
    await add({ title: 'new', body: 'New.', year: 2020 });
    await add({ title: 'newer', body: 'Newer.', year: 2024 });
    const recent = { field: 'year', operator: 'gte', value: 2000 };
    await collection({ source: { ...SENTENCES.source, source_filters: { filters: { AND: [recent] } } } });
    expect(await trigger('sentences', { source_filters: { title: 'new' } })).toMatchObject({ object_count: 1 });
    expect(await trigger('sentences')).toMatchObject({ object_count: 2 });
    expect((await list('sentences')).map((one: { title: string }) => one.title).sort()).toEqual(['new', 'newer']);
  });

  it('replaces what it made of an object before, and keeps ids of what stays', async () => {
    const { add, collection, trigger, list, ok } = await setupArticles();
    const id = await add({ title: 'a', body: 'One. Two. Three.' });
    await collection();
    await trigger('sentences');
    const before = await list('sentences', { sort: [{ field: 'chunk_index' }] });
    await ok(`PATCH /v1/buckets/articles/objects/${id}`, { body: 'One. Zwei.' });
    await trigger('sentences');
    const after = await list('sentences', { sort: [{ field: 'chunk_index' }] });
    expect(after.map((one: { text: string }) => one.text)).toEqual(['One.', 'Zwei.']);
    expect(after.map((one: { document_id: string }) => one.document_id)).toEqual(
      before.slice(0, 2).map((one: { document_id: string }) => one.document_id),
    );
  });

  it('is refused while the collection is disabled', async () => {
    const { collection, call } = await setupArticles();
    await collection({ enabled: false });
    const { status, body } = await call('POST /v1/collections/sentences/trigger');
    expect([status, body.error.code]).toEqual([409, 'collection_disabled']);
  });

  it('names a bucket that the collection does not read', async () => {
    const { collection, call } = await setupArticles();
    await collection();
    const { status, body } = await call('POST /v1/collections/sentences/trigger', { include_buckets: ['others'] });
    expect([status, body.error.details.path]).toEqual([404, 'include_buckets[0]']);
  });

  it('goes on through the collections that read from this one, tier by tier', async () => {
    const { add, collection, ok, trigger, list, batchOf } = await setupArticles();
    await add({ title: 'a', body: 'I love it. I hate it.' });
    const first = await collection();
    const moods = await ok('POST /v1/collections', {
      collection_name: 'moods',
      source: { type: 'collection', collection_id: 'sentences' },
      feature_extractor: {
        feature_extractor_name: 'sentiment_classifier',
        version: 'v1',
        field_passthrough: [{ source_path: 'title' }],
      },
    });
    const started = await trigger('sentences');
    expect(started.total_tiers).toBe(2);
    const found = await list('moods', { sort: [{ field: 'text' }] });
    expect(found.map((one: { text: string; sentiment: string }) => [one.text, one.sentiment])).toEqual([
      ['I hate it.', 'NEGATIVE'],
      ['I love it.', 'POSITIVE'],
    ]);
    expect(await batchOf(started.batch_id)).toMatchObject({
      status: 'COMPLETED',
      dag_tiers: [[first.collection_id], [moods.collection_id]],
      current_tier: 1,
      tier_tasks: [
        { status: 'COMPLETED', source_type: 'bucket', documents_written: 2, source_documents_fetched: 1 },
        { status: 'COMPLETED', source_type: 'collection', source_collection_ids: [first.collection_id] },
      ],
    });
    expect(await trigger('moods')).toMatchObject({ document_count: 2, object_count: null, total_tiers: 1 });
    expect(await list('moods')).toHaveLength(2);
  });
});

describe('a batch', () => {
  it('goes from draft over pending and processing to its end, on the clock', async () => {
    const { add, collection, ok, server, batchOf } = await setupArticles({ taskMs: 1000 });
    const id = await add({ title: 'a', body: 'One.' });
    await collection();
    const { batch_id: batch, status: draft } = await ok(`POST ${batches}`, { object_ids: [id] });
    const { task_id: task, status: pending } = await ok(`POST ${batches}/${batch}/submit`);
    const { status: running } = await batchOf(batch);
    server.clock.advance(999);
    await server.settle();
    const { status: stillRunning } = await batchOf(batch);
    expect(await ok('GET /v1/buckets/articles')).toMatchObject({ is_locked: true });
    server.clock.advance(1);
    await server.settle();
    const { status: done } = await batchOf(batch);
    expect([draft, pending, running, stillRunning, done]).toEqual([
      'DRAFT',
      'PENDING',
      'PROCESSING',
      'PROCESSING',
      'COMPLETED',
    ]);
    expect(await ok(`GET /v1/tasks/${task}`)).toMatchObject({
      status: 'COMPLETED',
      task_type: 'api_buckets_batches_process',
    });
    expect(await ok(`GET /v1/buckets/articles/objects/${id}`)).toMatchObject({ status: 'COMPLETED', error: null });
    expect(await ok('GET /v1/buckets/articles')).toMatchObject({
      is_locked: false,
      batch_stats: { total: 1, active: 0, completed: 1, failed: 0 },
    });
  });

  it('is submitted once in 60 seconds, and as a draft only', async () => {
    const { add, collection, ok, call, server } = await setupArticles();
    await collection();
    const { batch_id: batch } = await ok(`POST ${batches}`, { object_ids: [await add({ title: 'a', body: 'One.' })] });
    await ok(`POST ${batches}/${batch}/submit`);
    server.clock.advance(59_001);
    const soon = await call(`POST ${batches}/${batch}/submit`);
    expect([soon.status, soon.body.error.details.retry_after_seconds]).toEqual([429, 1]);
    server.clock.advance(999);
    const later = await call(`POST ${batches}/${batch}/submit`);
    expect([later.status, later.body.error.code]).toEqual([409, 'batch_not_draft']);
  });

  it('takes objects while it is a draft, each once, and only those of its bucket', async () => {
    const { add, ok, call, collection } = await setupArticles();
    await collection();
    const [one, two] = [await add({ title: 'a', body: 'One.' }), await add({ title: 'b', body: 'Two.' })];
    const { batch_id: batch } = await ok(`POST ${batches}`, { object_ids: [one, one] });
    const changed = await ok(`POST ${batches}/${batch}/objects`, { object_ids: [two, one] });
    expect(changed.object_ids).toEqual([one, two]);
    const missing = await call(`POST ${batches}/${batch}/objects`, { object_ids: ['obj_gone'] });
    expect([missing.status, missing.body.error.details]).toMatchObject([
      404,
      { path: 'object_ids', missing: ['obj_gone'] },
    ]);
    await ok(`POST ${batches}/${batch}/submit`);
    expect((await call(`POST ${batches}/${batch}/objects`, { object_ids: [two] })).status).toBe(409);
  });

  it('refuses to start where no collection reads the bucket', async () => {
    const { add, ok, call } = await setupArticles();
    const { batch_id: batch } = await ok(`POST ${batches}`, { object_ids: [await add({ title: 'a' })] });
    const { status, body } = await call(`POST ${batches}/${batch}/submit`);
    expect([status, body.error.code]).toEqual([400, 'no_collections']);
  });

  it('lists what failed, processes the rest, and says what to do', async () => {
    const { add, collection, ok, trigger, list, batchOf } = await setupArticles();
    const strict = { ...SENTENCES.feature_extractor, field_passthrough: [{ source_path: 'year', required: true }] };
    await collection({ feature_extractor: strict });
    await add({ title: 'a', body: 'One.', year: 2020 });
    const bad = await add({ title: 'b', body: 'Two.' });
    await add({ title: 'without text', year: 2021 });
    const { batch_id: batch, task_id: task } = await trigger('sentences');
    expect(await list('sentences')).toHaveLength(1);
    expect(await ok(`GET /v1/tasks/${task}`)).toMatchObject({ status: 'COMPLETED_WITH_ERRORS' });
    expect(await ok(`GET ${batches}/${batch}/failed-documents`)).toMatchObject({
      total: 1,
      results: [{ object_id: bad, document_id: null, error_type: 'validation', retryable: false, tier_num: 0 }],
    });
    expect((await ok(`GET ${batches}/${batch}/failed-documents?tier_num=1`)).total).toBe(0);
    expect(await batchOf(batch)).toMatchObject({
      error_summary: { validation: 1 },
      tier_tasks: [{ documents_missing_input_fields: 1, documents_submitted_to_engine: 2, documents_written: 1 }],
    });
    expect(await ok(`GET ${batches}/${batch}/diagnose`)).toMatchObject({
      failure_category: 'pipeline',
      failed_document_count: 1,
      per_tier: [{ errors_by_type: { validation: 1 } }],
      recommendations: [expect.stringContaining('retry_mode "all"')],
    });
    expect(await ok(`GET /v1/buckets/articles/objects/${bad}`)).toMatchObject({
      status: 'FAILED',
      error: expect.stringContaining('year'),
    });
    const { logs } = await ok(`GET ${batches}/${batch}/logs`);
    expect(logs.map((line: { level: string }) => line.level)).toContain('warning');
  });

  it('retries failures of the kind that was asked for, until they succeed', async () => {
    const { add, collection, ok, call, trigger, list, server, batchOf } = await setupArticles();
    await collection({
      feature_extractor: {
        ...SENTENCES.feature_extractor,
        field_passthrough: [{ source_path: 'year', required: true }],
      },
    });
    await add({ title: 'a', body: 'One.', year: 2020 });
    const bad = await add({ title: 'b', body: 'Two.' });
    const { batch_id: batch } = await trigger('sentences');
    expect(await ok(`POST ${batches}/${batch}/retry`, {})).toMatchObject({
      retried_count: 0,
      skipped_count: 1,
      tier_nums: [],
    });
    await ok(`POST ${batches}/${batch}/retry`, { retry_mode: 'all' });
    await server.settle();
    expect((await ok(`GET ${batches}/${batch}/failed-documents`)).results).toMatchObject([{ retry_count: 1 }]);
    await ok(`PATCH /v1/buckets/articles/objects/${bad}`, { year: 2021 });
    expect(await ok(`POST ${batches}/${batch}/tiers/0/retry`, { priority: 'high' })).toMatchObject({
      retried_count: 1,
    });
    await server.settle();
    expect(await batchOf(batch)).toMatchObject({ status: 'COMPLETED', error_summary: null });
    expect(await list('sentences')).toHaveLength(2);
    const again = await call(`POST ${batches}/${batch}/retry`, {});
    expect([again.status, again.body.error.code]).toEqual([409, 'batch_not_retryable']);
    expect((await call(`POST ${batches}/${batch}/tiers/7/retry`)).status).toBe(404);
  });

  it('stops when it is cancelled, also by its task, and goes on when it is retried', async () => {
    const { add, collection, ok, call, server, list, batchOf } = await setupArticles({ taskMs: 1000 });
    await collection();
    const id = await add({ title: 'a', body: 'One.' });
    const { batch_id: batch } = await ok(`POST ${batches}`, { object_ids: [id] });
    expect((await call(`POST ${batches}/${batch}/cancel`)).body.error.code).toBe('batch_not_running');
    await ok(`POST ${batches}/${batch}/submit`);
    expect((await call(`DELETE ${batches}/${batch}`)).status).toBe(409);
    expect(await ok(`POST ${batches}/${batch}/cancel`)).toMatchObject({ status: 'CANCELED' });
    server.clock.advance(5000);
    await server.settle();
    expect(await list('sentences')).toEqual([]);
    const { task_id: task } = await ok(`POST ${batches}/${batch}/retry`, {});
    await ok(`DELETE /v1/tasks/${task}`);
    server.clock.advance(5000);
    await server.settle();
    expect(await batchOf(batch)).toMatchObject({ status: 'CANCELED' });
    await ok(`POST ${batches}/${batch}/retry`, {});
    server.clock.advance(5000);
    await server.settle();
    expect(await batchOf(batch)).toMatchObject({ status: 'COMPLETED' });
    expect(await list('sentences')).toHaveLength(1);
    expect(await ok(`DELETE ${batches}/${batch}`)).toMatchObject({ success: true });
  });

  it('fails where every source fails, and tells objects that are gone', async () => {
    const { collection, ok, server, batchOf } = await setupArticles();
    await collection();
    const { batch_id: batch } = await ok(`POST ${batches}?skip_validation=true`, { object_ids: ['obj_gone'] });
    await ok(`POST ${batches}/${batch}/submit`);
    await server.settle();
    expect(await batchOf(batch)).toMatchObject({ status: 'FAILED', error: expect.stringContaining('obj_gone') });
    expect(await ok(`GET ${batches}/${batch}/diagnose`)).toMatchObject({ failure_category: 'orphaned' });
  });

  it('writes a tier again, and lists by state and collection', async () => {
    const { add, collection, ok, trigger, call } = await setupArticles();
    await collection();
    await ok('POST /v1/collections', {
      collection_name: 'copies',
      source: SENTENCES.source,
      feature_extractor: passthrough,
    });
    await add({ title: 'a', body: 'One. Two.' });
    const { batch_id: batch } = await trigger('sentences');
    expect(await ok(`POST ${batches}/${batch}/tiers/0/retry-qdrant-write`)).toMatchObject({
      documents_written: 2,
      documents_failed: 0,
    });
    await ok(`POST ${batches}`, { object_ids: [await add({ title: 'b' })] });
    const count = async (request: object) => (await ok(`POST ${batches}/list`, request)).total_count;
    expect([
      await count({}),
      await count({ status: 'DRAFT' }),
      await count({ collection_id: 'sentences' }),
      await count({ collection_id: 'copies' }),
    ]).toEqual([2, 1, 1, 0]);
    expect((await call(`POST ${batches}/list`, { collection_id: 'nope' })).status).toBe(404);
    expect(await ok(`PATCH ${batches}/${batch}`, { metadata: { run: 1 } })).toMatchObject({ metadata: { run: 1 } });
  });

  it('reads more than fits into one go in the background, every object once', async () => {
    const { collection, ok, trigger, list, batchOf } = await setupArticles();
    await collection({ feature_extractor: { ...passthrough } });
    for (let hundred = 0; hundred < 3; hundred += 1) {
      const objects = Array.from({ length: 100 }, (_, index) => ({ title: `${hundred}-${index}` }));
      await ok('POST /v1/buckets/articles/objects/batch', { objects });
    }
    const { batch_id: batch } = await trigger('sentences');
    expect(await batchOf(batch)).toMatchObject({ status: 'COMPLETED', tier_tasks: [{ documents_written: 300 }] });
    expect(await list('sentences')).toHaveLength(300);
  });
});
