import { expect } from 'vitest';
import type { World } from '../ways.js';

const namespace = 'shop';

/** Two brands, and four products near one of them. */
const DOCUMENTS = [
  { document_id: 'acme', at: [1, 0], collection_id: 'col_brands', name: 'Acme' },
  { document_id: 'zephyr', at: [0, 1], collection_id: 'col_brands', name: 'Zephyr' },
  { document_id: 'boots', at: [0.9, 0.1], collection_id: 'col_products', title: 'Winter boots' },
  { document_id: 'clogs', at: [0.95, 0.02], collection_id: 'col_products', title: 'Garden clogs' },
  { document_id: 'cap', at: [0.1, 0.9], collection_id: 'col_products', title: 'Sun cap' },
  { document_id: 'hat', at: [0.05, 0.95], collection_id: 'col_products', title: 'Straw hat' },
].map(({ document_id, at, ...payload }) => ({ document_id, vectors: { look: at }, payload }));

/** Documents get the brand that they are nearest to, are put into groups every night, and say so when they are listed. */
export async function enrichDocuments({ connect, server }: World): Promise<void> {
  const mp = connect({ namespace });
  await mp.namespaces.create({ namespace_id: namespace });
  await mp.namespaces.documents.upsert({ documents: DOCUMENTS });
  await mp.retrievers.create({
    retriever_name: 'nearest',
    input_schema: { look: { type: 'array', required: true } },
    stages: [
      {
        stage_name: 'nearest',
        config: {
          stage_id: 'feature_search',
          parameters: { searches: [{ feature_uri: 'look', query: { input_mode: 'vector', value: '{{INPUT.look}}' } }] },
        },
      },
    ],
  });

  const brands = await mp.taxonomies.create({
    taxonomy_name: 'brands',
    config: {
      taxonomy_type: 'flat',
      retriever_id: 'nearest',
      input_mappings: [{ input_key: 'look', source_type: 'vector' }],
      source_collection: {
        collection_id: 'col_brands',
        enrichment_fields: [{ field_path: 'name', target_field: 'brand' }],
      },
    },
  });
  const preview = await mp.taxonomies.execute('brands', { source_collection_id: 'col_products' });
  expect(preview.stats).toEqual({ processed_docs: 4, batches: 1, errors: 0 });
  const applied = await mp.collections.applyTaxonomy('col_products', { taxonomy_id: brands.taxonomy_id ?? '' });
  expect((await applied.wait()).outputs).toMatchObject([{ processed: 4, enriched: 4 }]);

  await mp.clusters.create({
    cluster_name: 'kinds',
    collection_ids: ['col_products'],
    vector_config: { feature_uri: 'look', clustering_method: 'kmeans', kmeans_parameters: { n_clusters: 2 } },
    enrich_source_collection: true,
  });
  const nightly = await mp.clusters.triggers.create({
    cluster_id: 'kinds',
    trigger_type: 'cron',
    schedule_config: { cron_expression: '0 2 * * *' },
  });
  expect(nightly.next_scheduled_at).toBe('2026-01-01T02:00:00.000Z');
  server.clock.advance(2 * 3_600_000);
  const history = await mp.clusters.triggers.history(nightly.trigger_id ?? '', {});
  expect(history.executions).toMatchObject([{ status: 'COMPLETED', num_clusters: 2, num_documents: 4 }]);

  const { results } = await mp.documents.list({ filters: { brand: 'Acme' }, sort: { field: 'document_id' } });
  expect(results?.map(({ document_id: id }) => id)).toEqual(['boots', 'clogs']);
  const labels = new Set(results?.map((found) => (found as { cluster_label?: string }).cluster_label));
  expect(labels.size).toBe(1);
}
