import { describe, expect, it } from 'vitest';
import type { CollectionsCreateParams } from '../../../src/generated/methods.js';
import { setup } from './setup.js';

const inManaged = { namespace: 'managed' };
const matching = (value: string) => ({
  stage_name: 'match',
  config: { stage_id: 'attribute_filter' as const, parameters: { field: 'color', operator: 'eq' as const, value } },
});

/** A bucket of things with colours, a retriever of red ones, and one that takes the colour. */
async function setupManaged() {
  const world = await setup();
  const { mp, server } = world;
  await mp.namespaces.create({
    namespace_id: 'managed',
    namespace_name: 'managed',
    feature_extractors: [{ feature_extractor_name: 'passthrough_extractor', version: 'v1' }],
  });
  const schema = { properties: { color: { type: 'string' as const } } };
  const { bucket_id: bucketId = '' } = await mp.buckets.create(
    { bucket_name: 'things', bucket_schema: schema },
    inManaged,
  );
  await mp.retrievers.create({ retriever_name: 'red', stages: [matching('red')] }, inManaged);
  await mp.retrievers.create(
    {
      retriever_name: 'same',
      input_schema: { color: { type: 'string', required: true } },
      stages: [matching('{{INPUT.color}}')],
    },
    inManaged,
  );
  const createAlert = (name: string, retriever: string) =>
    mp.alerts.create(
      { name, retriever_id: retriever, notification_config: { channels: [{ channel_type: 'in_app' }] } },
      inManaged,
    );
  const createCollection = (more: Partial<CollectionsCreateParams> = {}) =>
    mp.collections.create(
      {
        collection_name: 'things',
        source: { type: 'bucket', bucket_ids: [bucketId] },
        feature_extractor: {
          feature_extractor_name: 'passthrough_extractor',
          version: 'v1',
          include_all_source_fields: true,
        },
        ...more,
      },
      inManaged,
    );
  const ingest = async (collectionId: string, colors: readonly string[]) => {
    for (const color of colors) await mp.buckets.objects.create(bucketId, { color }, inManaged);
    await mp.collections.trigger(collectionId, {}, inManaged);
    await server.settle();
  };
  const runs = async (alert: string) => (await mp.alerts.executions.list(alert, {}, inManaged)).results;
  return { ...world, createAlert, createCollection, ingest, runs };
}

describe('an alert in a namespace with collections', () => {
  it('runs over the documents that a batch wrote', async () => {
    const { createAlert, createCollection, ingest, runs } = await setupManaged();
    const { collection_id: id = '' } = await createCollection();
    await createAlert('red', 'red');
    await ingest(id, ['red', 'blue']);
    const [run] = await runs('red');
    expect(run).toMatchObject({ collection_id: id, triggered: true, match_count: 1, error: null });
    expect(run?.source_documents).toHaveLength(2);
    expect(run?.matches?.[0]?.metadata).toMatchObject({ color: 'red' });
    expect(JSON.stringify(run)).not.toContain('_internal');
  });

  it('takes its inputs from each new document, where the collection applies it so', async () => {
    const { createAlert, createCollection, ingest, runs } = await setupManaged();
    const { alert_id: alertId = '' } = await createAlert('same', 'same');
    const source = { source_type: 'document_field' as const, path: 'color' };
    const applied = { alert_id: alertId, input_mappings: [{ input_key: 'color', source }] };
    const { collection_id: id = '' } = await createCollection({ alert_applications: [applied] });
    await ingest(id, ['red', 'red', 'blue']);
    const [run] = await runs('same');
    expect(run).toMatchObject({ match_count: 3, error: null });
  });

  it('waits where the collection applies it on demand', async () => {
    const { createAlert, createCollection, ingest, runs } = await setupManaged();
    const { alert_id: alertId = '' } = await createAlert('red', 'red');
    const applied = { alert_id: alertId, execution_mode: 'on_demand' as const, input_mappings: [] };
    const mapping = { input_key: 'color', source: { source_type: 'constant' as const, value: 'red' } };
    const { collection_id: id = '' } = await createCollection({
      alert_applications: [{ ...applied, input_mappings: [mapping] }],
    });
    await ingest(id, ['red']);
    expect(await runs('red')).toEqual([]);
  });
});
