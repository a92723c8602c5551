import { describe, expect, it } from 'vitest';
import { setupNamespace, upsert } from './setup.js';

const HEADERS = { 'x-namespace': 'ns' };

const KINDS = [
  { kind: 'shoes', text: 'running shoes', at: [1, 0.02] },
  { kind: 'coats', text: 'winter coat', at: [0.02, 1] },
];

/** Ten documents of two kinds in `col_shop`, whose vectors lie apart. */
const DOCUMENTS = KINDS.flatMap(({ kind, text, at }, group) =>
  Array.from({ length: 5 }, (_, index) => ({
    document_id: `${kind}-${index}`,
    vectors: { v: [(at[0] ?? 0) + index / 100, at[1] ?? 0], w: [group === 0 ? 1 : -1, index / 100, 0.5] },
    payload: { collection_id: 'col_shop', title: `${text} number ${index}`, kind, size: index % 2 === 0 ? 'S' : 'L' },
  })),
);

async function setupShop(options = {}) {
  const caller = await setupNamespace(options);
  await caller.call(upsert, { documents: DOCUMENTS });
  const call = (operation: string, body?: unknown) => caller.call(operation, body, HEADERS);
  const create = (fields: object = {}) =>
    call('POST /v1/clusters', {
      cluster_name: 'kinds',
      collection_ids: ['col_shop'],
      vector_config: { feature_uri: 'v', clustering_method: 'kmeans', kmeans_parameters: { n_clusters: 2 } },
      ...fields,
    });
  const run = async (cluster = 'kinds') => {
    const started = await call(`POST /v1/clusters/${cluster}/execute`);
    const latest = await call(`GET /v1/clusters/${cluster}/executions`);
    return { started, latest: latest.body };
  };
  return { ...caller, call, create, run };
}

describe('a cluster', () => {
  it('is created, found, listed, changed and deleted', async () => {
    const { call, create, run } = await setupShop();
    const created = await create();
    expect(created).toMatchObject({
      status: 200,
      body: { cluster_name: 'kinds', cluster_type: 'vector', algorithm: 'kmeans', status: 'DRAFT', num_clusters: null },
    });
    expect((await call('GET /v1/clusters/kinds')).body).toEqual(created.body);
    await run();
    const list = await call('POST /v1/clusters/list', { filters: { status: 'COMPLETED' } });
    expect(list.body).toMatchObject({
      total_count: 1,
      results: [{ num_clusters: 2, num_documents_clustered: 10 }],
      stats: { total_documents: 10, clusters_by_status: { COMPLETED: 1 } },
    });
    const changed = await call('PATCH /v1/clusters/kinds', { cluster_name: 'themes', metadata: { a: 1 } });
    expect(changed.body).toMatchObject({ cluster_name: 'themes', num_clusters: 2, metadata: { a: 1 } });
    expect(changed.body.cluster_stats).toMatchObject({ num_clusters: 2, noise_points: 0 });
    expect((await call('DELETE /v1/clusters/themes')).body.success).toBe(true);
    expect((await call('GET /v1/clusters/themes')).status).toBe(404);
  });

  it('is named by its id when it has no name, and shares its name with none', async () => {
    const { create } = await setupShop();
    const { body } = await create({ cluster_name: null });
    expect(body.cluster_name).toBe(body.cluster_id);
    await create();
    const second = await create();
    expect([second.status, second.body.error.code]).toEqual([409, 'cluster_name_taken']);
  });

  it.each([
    [{ collection_ids: ['col_none'] }, 404, 'collection_not_found'],
    [{ vector_config: { feature_uri: 'x', clustering_method: 'kmeans' } }, 400, 'unknown_vector_index'],
    [{ vector_config: { clustering_method: 'kmeans' } }, 422, undefined],
    [{ vector_config: null }, 422, undefined],
    [{ cluster_type: 'attribute' }, 422, undefined],
    [{ source_enrichment_config: { field_mappings: [{ source_field: 'x', target_field: 'y' }] } }, 422, undefined],
    [{ vector_config: { feature_uri: 'v', clustering_method: 'birch' } }, 422, undefined],
  ])('refuses %j', async (fields, status, code) => {
    const { create } = await setupShop();
    const answer = await create(fields);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});

describe('a run', () => {
  it('puts documents into groups with labels, and measures them', async () => {
    const { call, create, run } = await setupShop();
    await create();
    const { started, latest } = await run();
    expect(started.body).toMatchObject({ status: 'PENDING', task_type: 'engine_cluster_build' });
    expect(latest).toMatchObject({ status: 'completed', num_clusters: 2, num_points: 10, error_message: null });
    expect(latest.metrics.silhouette_score).toBeGreaterThan(0.9);
    expect(latest.centroids.map(({ num_members }: { num_members: number }) => num_members)).toEqual([5, 5]);
    const labels = latest.centroids.map(({ label }: { label: string }) => label).sort();
    expect(labels).toEqual(['Coat, Coats, Winter', 'Running, Shoes, Number']);
    const task = await call(`GET /v1/tasks/${started.body.task_id}`);
    expect(task.body).toMatchObject({ status: 'COMPLETED', outputs: [{ num_clusters: 2, num_documents: 10 }] });
    const groups = await call('GET /v1/clusters/kinds/groups');
    expect(groups.body).toMatchObject({ total_groups: 2, total_documents: 10 });
    const kinds = groups.body.groups.map(
      ({ document_ids: ids }: { document_ids: string[] }) => new Set(ids.map((id) => id.split('-')[0])).size,
    );
    expect(kinds).toEqual([1, 1]);
  });

  it('gives the same groups each time', async () => {
    const { create, run } = await setupShop();
    await create();
    const [first, second] = [await run(), await run()];
    expect(second.latest.centroids).toEqual(first.latest.centroids);
    expect(second.latest.run_id).not.toBe(first.latest.run_id);
  });

  it('is pending, then processing, then completed on the clock, and only one at a time', async () => {
    const { call, create, server } = await setupShop({ taskMs: 1000 });
    await create();
    const started = await call('POST /v1/clusters/kinds/execute');
    expect((await call('GET /v1/clusters/kinds/executions')).body.status).toBe('processing');
    const second = await call('POST /v1/clusters/kinds/execute');
    expect([second.status, second.body.error.code]).toEqual([409, 'cluster_running']);
    server.clock.advance(1000);
    const { run_id: run } = started.body.additional_data;
    expect((await call(`GET /v1/clusters/kinds/executions/${run}`)).body.status).toBe('completed');
    expect((await call('POST /v1/clusters/kinds/execute')).status).toBe(200);
  });

  it('is canceled, after which another may run', async () => {
    const { call, create, server } = await setupShop({ taskMs: 1000 });
    await create();
    const { body: task } = await call('POST /v1/clusters/kinds/execute');
    const path = `/v1/clusters/kinds/executions/${task.additional_data.run_id}`;
    expect((await call(`POST ${path}/cancel`)).body.status).toBe('CANCELED');
    expect((await call(`GET ${path}`)).body).toMatchObject({
      status: 'failed',
      error_message: 'The run was canceled.',
    });
    expect((await call(`GET /v1/tasks/${task.task_id}`)).body.status).toBe('CANCELED');
    const again = await call(`POST ${path}/cancel`);
    expect([again.status, again.body.error.code]).toEqual([409, 'execution_ended']);
    server.clock.advance(1000);
    expect((await call(`GET ${path}`)).body.status).toBe('failed');
    expect((await call('POST /v1/clusters/kinds/execute')).status).toBe(200);
  });

  it('ends with its task when that is stopped', async () => {
    const { call, create, server } = await setupShop({ taskMs: 1000 });
    await create();
    const { body: task } = await call('POST /v1/clusters/kinds/execute');
    await call(`DELETE /v1/tasks/${task.task_id}`);
    server.clock.advance(1000);
    expect((await call('GET /v1/clusters/kinds/executions')).body).toMatchObject({
      status: 'failed',
      error_message: 'The task of the run was stopped.',
    });
  });

  it('fails with the reason where the documents do not allow it', async () => {
    const { call, create, run } = await setupShop();
    await create({
      vector_config: { feature_uri: 'v', clustering_method: 'kmeans', kmeans_parameters: { n_clusters: 11 } },
    });
    const { started, latest } = await run();
    expect(latest).toMatchObject({ status: 'failed', num_clusters: 0, centroids: null });
    expect(latest.error_message).toMatch(/11 groups need as many documents, and there are 10/);
    expect((await call(`GET /v1/tasks/${started.body.task_id}`)).body.status).toBe('FAILED');
    expect((await call('GET /v1/clusters/kinds/groups')).status).toBe(404);
  });

  it('is not there before the first, and not under another cluster', async () => {
    const { call, create, run } = await setupShop();
    await create();
    await create({ cluster_name: 'other' });
    expect((await call('GET /v1/clusters/kinds/executions')).status).toBe(404);
    const { latest } = await run();
    expect((await call(`GET /v1/clusters/other/executions/${latest.run_id}`)).status).toBe(404);
    await run();
    const list = await call('POST /v1/clusters/kinds/executions/list?limit=1', { filters: { status: 'completed' } });
    expect(list.body).toMatchObject({ total_count: 2, stats: { total_executions: 2, avg_num_clusters: 2 } });
    expect(list.body.results).toHaveLength(1);
  });

  it('takes only what the filter lets through', async () => {
    const { create, run } = await setupShop();
    await create({ filters: { size: 'S' } });
    expect((await run()).latest.num_points).toBe(6);
  });

  it('finds groups on a sample, which the others join', async () => {
    const { create, run } = await setupShop();
    const vector_config = { feature_uri: 'v', clustering_method: 'agglomerative', sample_size: 6 };
    await create({ vector_config });
    const { latest } = await run();
    expect(latest.centroids.map(({ num_members }: { num_members: number }) => num_members)).toEqual([5, 5]);
  });

  it('weighs several vectors, learns the weights, or groups by each', async () => {
    const { call, create, run } = await setupShop();
    const vector = {
      feature_uris: ['v', 'w'],
      clustering_method: 'kmeans',
      algorithm_params: { n_clusters: 2, random_state: 1 },
    };
    await create({
      cluster_name: 'learned',
      vector_config: { ...vector, multi_feature_strategy: 'weighted', weight_learning_config: { max_iterations: 5 } },
    });
    await run('learned');
    const { body } = await call('GET /v1/clusters/learned');
    expect(Object.keys(body.learned_weights)).toEqual(['v', 'w']);
    expect(body.learning_quality_score).toBeGreaterThan(0.5);
    await create({ cluster_name: 'each', vector_config: { ...vector, multi_feature_strategy: 'independent' } });
    expect((await run('each')).latest.num_clusters).toBe(4);
  });

  it('groups by fields, level by level', async () => {
    const { call, create, run } = await setupShop();
    await create({
      cluster_type: 'attribute',
      vector_config: null,
      attribute_config: { attributes: ['kind', 'size'], hierarchical_grouping: true },
    });
    const { latest } = await run();
    expect(latest).toMatchObject({ num_clusters: 6, metrics: null });
    const { body } = await call('GET /v1/clusters/kinds');
    expect(body).toMatchObject({ hierarchy_detected: true, child_cluster_ids: ['cl_0', 'cl_1'] });
    const { body: groups } = await call('GET /v1/clusters/kinds/groups');
    expect(groups.groups.find(({ label }: { label: string }) => label === 'coats, S')).toMatchObject({
      document_count: 3,
      parent_group_id: 'cl_0',
    });
  });
});

describe('writing groups into documents', () => {
  it('happens with every run where the cluster says so', async () => {
    const { call, create, run } = await setupShop();
    const field_mappings = [
      { source_field: 'cluster_id', target_field: 'group.id' },
      { source_field: 'keywords', target_field: 'group.words' },
    ];
    await create({ enrich_source_collection: true, source_enrichment_config: { field_mappings } });
    await run();
    const { body } = await call('GET /v1/documents/shoes-0');
    expect(body.group).toEqual({ id: expect.stringMatching(/^cl_/), words: expect.arrayContaining(['running']) });
  });

  it('happens on request, into the documents or into copies', async () => {
    const { call, create, run } = await setupShop();
    await create();
    const request = { clustering_ids: ['kinds'], source_collection_id: 'col_shop' };
    const early = await call('POST /v1/clusters/enrich', request);
    expect([early.status, early.body.error.code]).toEqual([409, 'cluster_not_executed']);
    await run();
    expect((await call('POST /v1/clusters/enrich', request)).body).toEqual({
      processed: 10,
      enriched: 10,
      failed: 0,
      batches: 1,
    });
    expect((await call('GET /v1/documents/coats-1')).body).toMatchObject({
      cluster_id: expect.stringMatching(/^cl_/),
      cluster_label: 'Coat, Coats, Winter',
    });
    const target = { document_id: 't', vectors: {}, payload: { collection_id: 'col_copies' } };
    await call(upsert, { documents: [target] });
    const copied = await call('POST /v1/clusters/enrich', { ...request, target_collection_id: 'col_copies' });
    expect(copied.body.enriched).toBe(10);
    const copies = await call('POST /v1/documents/list', { filters: { source_document_id: 'coats-1' } });
    expect(copies.body.results).toMatchObject([{ collection_id: 'col_copies', cluster_label: 'Coat, Coats, Winter' }]);
    const missing = await call('POST /v1/clusters/enrich', { ...request, clustering_ids: ['none'] });
    expect([missing.status, missing.body.error.details.path]).toEqual([404, 'clustering_ids[0]']);
  });
});
