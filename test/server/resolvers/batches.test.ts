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
    expect(SENTENCES.collection_name).toBe('sentences');
  });
});
