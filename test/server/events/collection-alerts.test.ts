import { describe, expect, it } from 'vitest';
import { setup } from './setup.js';

/** A bucket of texts, and a collection that makes documents of them and applies alerts. */
async function setupCollection(apply: (retrieverId: string) => Promise<Record<string, unknown>[]>) {
  const world = await setup();
  const { mp, server } = world;
  const ns = await mp.namespaces.create({
    namespace_id: 'managed',
    namespace_name: 'managed',
    feature_extractors: [{ feature_extractor_name: 'passthrough_extractor', version: 'v1' }],
  } as never);
  const inNamespace = { namespace: ns.namespace_id };
  const bucket = await mp.buckets.create(
    { bucket_name: 'things', bucket_schema: { properties: { color: { type: 'string' } } } },
    inNamespace,
  );
  return { ...world, inNamespace, bucket, server, apply };
}

describe('an alert on a collection', () => {
  it('runs over the documents that a batch wrote', async () => {
    const { mp, server, inNamespace, bucket } = await setupCollection(() => Promise.resolve([]));
    const collection = await mp.collections.create(
      {
        collection_name: 'things',
        source: { type: 'bucket', bucket_ids: [bucket.bucket_id] },
        feature_extractor: {
          feature_extractor_name: 'passthrough_extractor',
          version: 'v1',
          include_all_source_fields: true,
        },
      } as never,
      inNamespace,
    );
    await mp.retrievers.create(
      {
        retriever_name: 'red',
        collection_identifiers: ['things'],
        stages: [
          {
            stage_name: 'red',
            config: { stage_id: 'attribute_filter', parameters: { field: 'color', operator: 'eq', value: 'red' } },
          },
        ],
      },
      inNamespace,
    );
    const config = { channels: [{ channel_type: 'in_app' }] };
    await mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: config }, inNamespace);
    for (const color of ['red', 'blue']) {
      await mp.buckets.objects.create(bucket.bucket_id, { color, blobs: [] } as never, inNamespace);
    }
    await mp.collections.trigger(collection.collection_id ?? '', {}, inNamespace);
    await server.settle();
    const { results } = await mp.alerts.executions.list('red', {}, inNamespace);
    expect(results).toMatchObject([{ collection_id: collection.collection_id, triggered: true, match_count: 1 }]);
    expect(results[0]?.source_documents).toHaveLength(2);
    expect(results[0]?.matches?.[0]?.metadata).toMatchObject({ color: 'red' });
  });
});
