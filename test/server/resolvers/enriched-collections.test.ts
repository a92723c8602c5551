import { describe, expect, it } from 'vitest';
import { setupArticles, URI } from './collection-setup.js';

const NIGHTLY = { trigger_type: 'cron', schedule_config: { cron_expression: '0 2 * * *' } };

/** Two kinds of articles, a retriever by text, and a taxonomy over a collection of topics. */
async function setupTopics() {
  const library = await setupArticles();
  const { add, collection, trigger, ok } = library;
  await collection();
  await add({ title: 'Rain', body: 'Warm jackets for rain and snow.' });
  await add({ title: 'Coats', body: 'Warm jackets for winter and snow.' });
  await add({ title: 'Soup', body: 'Boil the onions in water with salt.' });
  await add({ title: 'Stew', body: 'Boil the meat in water with salt.' });
  await ok('POST /v1/clusters', {
    cluster_name: 'kinds',
    collection_ids: ['sentences'],
    vector_config: { feature_uri: URI, clustering_method: 'agglomerative' },
  });
  return { ...library, fill: () => trigger('sentences') };
}

describe('triggers and collections', () => {
  it('processes a collection and runs a batch again', async () => {
    const { ok, call, server, list } = await setupTopics();
    const created = await ok('POST /v1/triggers', {
      action_type: 'collection_trigger',
      action_config: { collection_id: 'sentences' },
      ...NIGHTLY,
    });
    server.clock.advance(2 * 3_600_000);
    await server.settle();
    expect(await ok(`GET /v1/triggers/${created.trigger_id}`)).toMatchObject({
      execution_count: 1,
      last_execution_status: 'COMPLETED',
    });
    expect(await list('sentences')).toHaveLength(4);

    const { results } = await ok('POST /v1/buckets/articles/batches/list', {});
    const rerun = {
      action_type: 'batch_rerun',
      action_config: { bucket_id: 'articles', batch_id: results[0].batch_id },
      ...NIGHTLY,
    };
    const again = await ok('POST /v1/triggers', rerun);
    const task = await ok(`POST /v1/triggers/${again.trigger_id}/execute`);
    await server.settle();
    expect((await ok(`GET /v1/tasks/${task.task_id}`)).status).toBe('COMPLETED');
    expect((await ok('POST /v1/buckets/articles/batches/list', {})).results).toHaveLength(2);
    const missing = await call('POST /v1/triggers', {
      ...rerun,
      action_config: { bucket_id: 'articles', batch_id: 'bat_none' },
    });
    expect([missing.status, missing.body.error.details.path]).toEqual([404, 'action_config.batch_id']);
  });

  it('runs a cluster whenever documents were written', async () => {
    const { ok, fill, server } = await setupTopics();
    const created = await ok('POST /v1/clusters/triggers', {
      cluster_id: 'kinds',
      trigger_type: 'event',
      schedule_config: { event_type: 'collection.documents.written' },
    });
    await fill();
    await server.settle();
    expect((await ok(`GET /v1/clusters/triggers/${created.trigger_id}`)).execution_count).toBeGreaterThan(0);
    const { groups } = await ok('GET /v1/clusters/kinds/groups');
    expect(groups.map(({ document_count: count }: { document_count: number }) => count)).toEqual([2, 2]);
  });
});

describe('taxonomies and collections', () => {
  it('take collections by name, and their retrievers search by text', async () => {
    const { ok, fill, collection, add, trigger, list, server } = await setupTopics();
    await fill();
    await collection({ collection_name: 'topics', source: { type: 'bucket', bucket_ids: ['articles'] } });
    await add({ title: 'Cooking', body: 'Boil water with salt.' });
    await add({ title: 'Clothes', body: 'Warm jackets for snow.' });
    await trigger('topics', {});
    await ok('POST /v1/retrievers', {
      retriever_name: 'by-text',
      input_schema: { q: { type: 'text', required: true } },
      stages: [
        {
          stage_name: 'search',
          config: {
            stage_id: 'feature_search',
            parameters: { searches: [{ feature_uri: URI, query: { input_mode: 'text', value: '{{INPUT.q}}' } }] },
          },
        },
      ],
    });
    const taxonomy = await ok('POST /v1/taxonomies', {
      taxonomy_name: 'topics',
      config: {
        taxonomy_type: 'flat',
        retriever_id: 'by-text',
        input_mappings: [{ input_key: 'q', path: 'text' }],
        source_collection: {
          collection_id: 'topics',
          enrichment_fields: [{ field_path: 'title', target_field: 'topic' }],
        },
      },
    });
    expect(taxonomy.ready).toBe(true);
    await ok('POST /v1/collections/sentences/apply-taxonomy', { taxonomy_id: 'topics' });
    await server.settle();
    const documents = await list('sentences');
    // Each finds its own text among the entries: those of the same bucket.
    expect(documents.every(({ topic, title }: { topic: string; title: string }) => topic === title)).toBe(true);
  });

  it('are applied, and clusters run, with every batch of a collection that asks for them', async () => {
    const { ok, fill, server } = await setupTopics();
    await ok('PATCH /v1/collections/sentences', {
      cluster_applications: [{ cluster_id: 'kinds', min_document_threshold: 4, cooldown_seconds: 60 }],
      taxonomy_applications: [{ taxonomy_id: 'not-made-yet' }],
    });
    const runs = async () => {
      await server.settle();
      return (await ok('POST /v1/clusters/kinds/executions/list', {})).total_count;
    };
    await fill();
    expect(await runs()).toBe(1);
    await fill();
    expect(await runs()).toBe(1);
    server.clock.advance(60_000);
    await fill();
    expect(await runs()).toBe(2);
  });
});
