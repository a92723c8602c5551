import { describe, expect, it } from 'vitest';
import { setupNamespace, upsert } from './setup.js';

const HEADERS = { 'x-namespace': 'ns' };

/** A retriever that finds the nearest by the vector `v`. */
const NEAREST = {
  retriever_name: 'nearest',
  input_schema: { qv: { type: 'array', required: true } },
  stages: [
    {
      stage_name: 'nearest',
      config: {
        stage_id: 'feature_search',
        parameters: {
          final_top_k: 5,
          searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: '{{INPUT.qv}}' }, top_k: 5 }],
        },
      },
    },
  ],
};
const INPUTS = [{ input_key: 'qv', source_type: 'vector', path: 'features.v' }];

const document = (id: string, collection: string, v: number[], payload: object = {}) => ({
  document_id: id,
  vectors: { v },
  payload: { collection_id: collection, ...payload },
});

async function setupShop(options = {}) {
  const caller = await setupNamespace(options);
  await caller.call(upsert, {
    documents: [
      document('acme', 'col_brands', [1, 0, 0], { name: 'Acme', country: 'FR', tags: ['shoes'] }),
      document('zephyr', 'col_brands', [0, 1, 0], { name: 'Zephyr', country: 'IT', tags: ['hats'] }),
      document('boots', 'col_shop', [0.9, 0.1, 0], { title: 'Boots', tags: ['winter'] }),
      document('cap', 'col_shop', [0.2, 0.8, 0], { title: 'Cap' }),
    ],
  });
  const call = (operation: string, body?: unknown) => caller.call(operation, body, HEADERS);
  const { body: retriever } = await call('POST /v1/retrievers', NEAREST);
  const flat = {
    taxonomy_type: 'flat',
    retriever_id: retriever.retriever_id as string,
    input_mappings: INPUTS,
    source_collection: {
      collection_id: 'col_brands',
      enrichment_fields: [
        { field_path: 'name', target_field: 'brand.name' },
        { field_path: 'tags', merge_mode: 'append' },
      ],
    },
  };
  const create = (name = 'brands', config: object = flat) =>
    call('POST /v1/taxonomies', { taxonomy_name: name, config });
  return { ...caller, call, flat, create };
}

describe('a taxonomy', () => {
  it('is created, found by id and name, listed with numbers, changed and deleted', async () => {
    const { call, create, server } = await setupShop();
    const created = await create();
    expect(created).toMatchObject({ status: 200, body: { taxonomy_name: 'brands', version: 1, ready: true } });
    const id = created.body.taxonomy_id as string;
    expect(id).toMatch(/^tax_/);
    expect((await call('GET /v1/taxonomies/brands')).body).toEqual(created.body);

    const list = await call('POST /v1/taxonomies/list?include_total=true', { search: 'bra' });
    expect(list.body).toMatchObject({ total_count: 1, stats: { flat_taxonomies: 1, hierarchical_taxonomies: 0 } });
    const changed = await call(`PATCH /v1/taxonomies/${id}`, { taxonomy_name: 'makers', metadata: { a: 1 } });
    expect(changed.body).toMatchObject({ taxonomy_name: 'makers', version: 1, metadata: { a: 1 } });
    expect((await call('DELETE /v1/taxonomies/makers')).body.success).toBe(true);
    expect((await call(`GET /v1/taxonomies/${id}`)).status).toBe(404);
    await server.settle();
  });

  it('has a name of its own in the namespace', async () => {
    const { call, create } = await setupShop();
    await create();
    const { status, body } = await create();
    expect([status, body.error.code]).toEqual([409, 'taxonomy_name_taken']);
    expect((await call('PATCH /v1/taxonomies/brands', { taxonomy_name: 'brands' })).status).toBe(200);
  });

  it.each([
    [{ retriever_id: 'ret_none' }, 'config.retriever_id'],
    [{ source_collection: { collection_id: 'col_none' } }, 'config.source_collection.collection_id'],
  ])('refuses %j, which refers to nothing', async (change, path) => {
    const { create, flat } = await setupShop();
    const { status, body } = await create('x', { ...flat, ...change });
    expect([status, body.error.details.path]).toEqual([404, path]);
  });

  it.each([
    [[{ collection_id: 'col_shop', parent_collection_id: 'col_none' }], 404, 'parent_not_found'],
    [
      [
        { collection_id: 'col_shop', parent_collection_id: 'col_brands' },
        { collection_id: 'col_brands', parent_collection_id: 'col_shop' },
      ],
      400,
      'node_cycle',
    ],
    [[{ collection_id: 'col_shop' }, { collection_id: 'col_shop' }], 409, 'node_repeated'],
  ])('refuses the tree %j', async (nodes, status, code) => {
    const { create, flat } = await setupShop();
    const { retriever_id, input_mappings } = flat;
    const answer = await create('x', {
      taxonomy_type: 'hierarchical',
      retriever_id,
      input_mappings,
      hierarchical_nodes: nodes,
    });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('keeps its versions, of which executions take one', async () => {
    const { call, create, flat } = await setupShop();
    await create();
    const config = { ...flat, source_collection: { collection_id: 'col_brands', enrichment_fields: [] } };
    expect((await call('POST /v1/taxonomies/brands/versions', { config })).body.version).toBe(2);
    const versions = await call('GET /v1/taxonomies/brands/versions');
    expect(versions.body.results.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect((await call('GET /v1/taxonomies/brands?version=1')).body.config.source_collection).toEqual(
      flat.source_collection,
    );
    const missing = await call('GET /v1/taxonomies/brands?version=3');
    expect([missing.status, missing.body.error.details.available]).toEqual([404, [1, 2]]);

    const request = { source_documents: [{ document_id: 'boots' }] };
    const old = await call('POST /v1/taxonomies/execute/brands?version=1', request);
    const newest = await call('POST /v1/taxonomies/execute/brands', request);
    expect(old.body.results[0].brand).toEqual({ name: 'Acme' });
    expect(newest.body.results[0].brand).toBeUndefined();
  });

  it('is copied under another name, with a configuration of its own', async () => {
    const { call, create } = await setupShop();
    const source = await create();
    const copy = await call('POST /v1/taxonomies/brands/clone', { taxonomy_name: 'copy' });
    expect(copy).toMatchObject({ status: 201, body: { source_taxonomy_id: source.body.taxonomy_id } });
    expect(copy.body.taxonomy).toMatchObject({ taxonomy_name: 'copy', version: 1, config: source.body.config });
    expect((await call('POST /v1/taxonomies/brands/clone', { taxonomy_name: 'copy' })).status).toBe(409);
  });
});

describe('executing a taxonomy', () => {
  it('joins documents with the nearest entry and stores nothing', async () => {
    const { call, create } = await setupShop();
    await create();
    const { body } = await call('POST /v1/taxonomies/execute/brands', { source_collection_id: 'col_shop' });
    expect(body.stats).toEqual({ processed_docs: 2, batches: 1, errors: 0 });
    expect(body.results[0]).toMatchObject({
      document_id: 'boots',
      brand: { name: 'Acme' },
      tags: ['winter', 'shoes'],
      _taxonomy: { label: 'Acme', node_id: 'acme', path: ['Acme'], version: 1 },
    });
    expect(body.results[0]._taxonomy.confidence).toBeCloseTo(0.9939, 3);
    expect(body.results[1]).toMatchObject({ brand: { name: 'Zephyr' }, tags: ['hats'] });
    expect((await call('GET /v1/documents/boots')).body.brand).toBeUndefined();
  });

  it('takes documents that are not stored, with vectors of their own', async () => {
    const { call, create } = await setupShop();
    await create();
    const source_documents = [{ title: 'Hat', vectors: { v: [0, 1, 0.1] } }, { title: 'Nothing' }];
    const { body } = await call('POST /v1/taxonomies/execute/brands', { source_documents });
    expect(body.stats).toEqual({ processed_docs: 2, batches: 1, errors: 1 });
    expect(body.results[0]).toMatchObject({ title: 'Hat', brand: { name: 'Zephyr' } });
    expect(body.results[1]._taxonomy).toMatchObject({ label: null, confidence: 0 });
    expect(body.results[1]._taxonomy.error).toMatch(/input "qv" has no value/);
  });

  it('refuses to run without documents, and to store', async () => {
    const { call, create } = await setupShop();
    await create();
    const nothing = await call('POST /v1/taxonomies/execute/brands', {});
    expect([nothing.status, nothing.body.error.details.validation_errors[0].location]).toEqual([
      422,
      ['body', 'source_documents'],
    ]);
    const batch = await call('POST /v1/taxonomies/execute/brands', { source_documents: [], join_mode: 'batch' });
    expect([batch.status, batch.body.error.code]).toEqual([400, 'join_mode_not_available']);
  });

  it('takes the fields of every level of a tree, the nearer ones last', async () => {
    const { call, create, flat } = await setupShop();
    await call(upsert, {
      documents: [
        document('all', 'col_all', [0.5, 0.5, 0], { name: 'Everything', group: 'goods', tax: 19 }),
        document('runner', 'col_shoes', [1, 0.1, 0], { name: 'Runner', group: 'footwear' }),
      ],
    });
    const { body: created } = await create('tree', {
      taxonomy_type: 'hierarchical',
      retriever_id: flat.retriever_id,
      input_mappings: INPUTS,
      hierarchical_nodes: [
        { collection_id: 'col_all', label: 'Goods' },
        { collection_id: 'col_shoes', parent_collection_id: 'col_all', label: 'Shoes' },
        { collection_id: 'col_brands', parent_collection_id: 'col_all', label: 'Brands', enrichment_fields: [] },
      ],
    });
    expect(created.ready).toBe(true);
    const source_documents = [{ document_id: 'boots' }, { vectors: { v: [0, 1, 0] } }];
    const { body } = await call('POST /v1/taxonomies/execute/tree', { source_documents });
    expect(body.results[0]).toMatchObject({
      name: 'Runner',
      group: 'footwear',
      tax: 19,
      _taxonomy: { label: 'Shoes', node_id: 'col_shoes', path: ['Goods', 'Shoes'] },
    });
    expect(body.results[1]).toMatchObject({ group: 'goods', _taxonomy: { path: ['Goods', 'Brands'] } });
  });

  it('infers a tree from the fields that collections share', async () => {
    const { call, create, flat } = await setupShop();
    await call(upsert, {
      documents: [
        document('p', 'col_people', [1, 0, 0], { name: 'Person' }),
        document('e', 'col_employees', [1, 0, 0.1], { name: 'Employee', salary: 1 }),
      ],
    });
    await create('staff', {
      taxonomy_type: 'hierarchical',
      retriever_id: flat.retriever_id,
      input_mappings: INPUTS,
      inference_strategy: 'schema',
      inference_collections: ['col_people', 'col_employees'],
      hierarchical_nodes: [],
    });
    const source_documents = [{ vectors: { v: [1, 0, 0] } }];
    const { body } = await call('POST /v1/taxonomies/execute/staff', { source_documents });
    expect(body.results[0]._taxonomy.path).toEqual(['col_people', 'col_employees']);
  });
});

describe('applying a taxonomy to a collection', () => {
  it('is a task that writes the fields and records assignments', async () => {
    const { call, create, server } = await setupShop({ taskMs: 1000 });
    const { body: taxonomy } = await create();
    const applied = await call('POST /v1/collections/col_shop/apply-taxonomy', { taxonomy_id: 'brands' });
    expect(applied.body).toMatchObject({
      status: 'PENDING',
      estimated_documents: 2,
      taxonomy_id: taxonomy.taxonomy_id,
    });
    expect((await call('GET /v1/documents/boots')).body.brand).toBeUndefined();
    server.clock.advance(1000);
    const task = await call(`GET /v1/tasks/${applied.body.task_id}`);
    expect(task.body).toMatchObject({ status: 'COMPLETED', task_type: 'api_taxonomies_materialize' });
    expect(task.body.outputs[0]).toMatchObject({ processed: 2, enriched: 2, errors: 0 });
    expect((await call('GET /v1/documents/boots')).body).toMatchObject({
      brand: { name: 'Acme' },
      tags: ['winter', 'shoes'],
    });
  });

  it('writes only what the filter lets through, and nothing when its task was stopped', async () => {
    const { call, create, server } = await setupShop({ taskMs: 1000 });
    await create();
    const path = 'POST /v1/collections/col_shop/apply-taxonomy';
    const one = await call(path, { taxonomy_id: 'brands', scroll_filters: { title: 'Cap' } });
    expect(one.body.estimated_documents).toBe(1);
    const all = await call(path, { taxonomy_id: 'brands' });
    await call(`DELETE /v1/tasks/${all.body.task_id}`);
    server.clock.advance(1000);
    expect((await call('GET /v1/documents/cap')).body.brand).toEqual({ name: 'Zephyr' });
    expect((await call('GET /v1/documents/boots')).body.brand).toBeUndefined();
  });

  it('fails with the reason when its retriever is gone, and when the taxonomy is', async () => {
    const { call, create, server } = await setupShop({ taskMs: 1000 });
    await create();
    await create('other');
    const path = 'POST /v1/collections/col_shop/apply-taxonomy';
    const one = await call(path, { taxonomy_id: 'brands' });
    const two = await call(path, { taxonomy_id: 'other' });
    await call('DELETE /v1/taxonomies/other');
    await call('DELETE /v1/retrievers/nearest');
    server.clock.advance(1000);
    const statusOf = async (id: string) => (await call(`GET /v1/tasks/${id}`)).body;
    expect(await statusOf(one.body.task_id)).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/no retriever/),
    });
    expect(await statusOf(two.body.task_id)).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/deleted/),
    });
  });

  it('refuses collections and taxonomies that there are not', async () => {
    const { call, create } = await setupShop();
    await create();
    const noCollection = await call('POST /v1/collections/col_none/apply-taxonomy', { taxonomy_id: 'brands' });
    expect([noCollection.status, noCollection.body.error.details.resource]).toEqual([404, 'collection']);
    const noTaxonomy = await call('POST /v1/collections/col_shop/apply-taxonomy', { taxonomy_id: 'none' });
    expect([noTaxonomy.status, noTaxonomy.body.error.details.path]).toEqual([404, 'taxonomy_id']);
  });
});

describe('transition analytics', () => {
  const DAY = 86_400;
  /** Sequences by customer: steps with the day on which they were taken. */
  const JOURNEYS: Record<string, [step: string, day: number][]> = {
    ann: [
      ['Ask', 0],
      ['Offer', 1],
      ['Order', 3],
    ],
    bob: [
      ['Ask', 0],
      ['Ask', 1],
      ['Order', 5],
    ],
    cid: [
      ['Ask', 2],
      ['Offer', 4],
    ],
    dan: [
      ['Offer', 0],
      ['Ask', 9],
    ],
  };
  const REGIONS: Record<string, string> = { ann: 'north', bob: 'north', cid: 'south', dan: 'south' };

  async function setupJourneys(analytics: object | null = { timestamp_field: 'at', sequence_id_field: 'customer' }) {
    const caller = await setupShop();
    const { call, create, flat } = caller;
    const steps = ['Ask', 'Offer', 'Order'];
    const axis = (step: string) => steps.map((name) => (name === step ? 1 : 0));
    await call(upsert, {
      documents: [
        ...steps.map((step) => document(`step-${step}`, 'col_steps', axis(step), { label: step })),
        ...Object.entries(JOURNEYS).flatMap(([customer, taken]) =>
          taken.map(([step, day], index) =>
            document(`${customer}-${index}`, 'col_journeys', axis(step), {
              customer,
              at: Date.UTC(2026, 0, 1) / 1000 + day * DAY,
              region: REGIONS[customer],
            }),
          ),
        ),
      ],
    });
    await create('journey', {
      ...flat,
      source_collection: { collection_id: 'col_steps', enrichment_fields: [] },
      ...(analytics === null ? {} : { step_analytics: analytics }),
    });
    await call('POST /v1/collections/col_journeys/apply-taxonomy', { taxonomy_id: 'journey' });
    return caller;
  }
  const ABOUT = { collection_id: 'col_journeys', taxonomy_id: 'journey', min_support: 1 };

  it('counts the steps that documents took', async () => {
    const { call } = await setupJourneys();
    const { body } = await call('GET /v1/taxonomies/journey/analytics/available-steps?collection_id=col_journeys');
    expect(body).toMatchObject({ total_events: 10, total_sequences: 4 });
    expect(body.steps[0]).toEqual({
      step_key: 'Ask',
      event_count: 5,
      sequence_count: 4,
      first_seen: '2026-01-01T00:00:00.000Z',
      last_seen: '2026-01-10T00:00:00.000Z',
    });
  });

  it('finds the paths between two steps', async () => {
    const { call } = await setupJourneys();
    const { body } = await call('POST /v1/taxonomies/journey/analytics/paths', {
      ...ABOUT,
      from_step: 'Ask',
      to_step: 'Order',
    });
    expect(body).toMatchObject({ total_sequences: 4, completed_sequences: 2, completion_rate: 0.5 });
    expect(body.paths).toEqual([
      { path: ['Ask', 'Order'], count: 1, percentage: 50, avg_duration_sec: 5 * DAY },
      { path: ['Ask', 'Offer', 'Order'], count: 1, percentage: 50, avg_duration_sec: 3 * DAY },
    ]);
  });

  it('computes how often and how fast one step follows another, and what goes with it', async () => {
    const { call } = await setupJourneys({
      timestamp_field: 'at',
      sequence_id_field: 'customer',
      covariates: [{ field_path: 'region', covariate_type: 'categorical', name: 'Region' }],
    });
    const request = { ...ABOUT, from_step: 'Ask', to_step: 'Order' };
    const { body } = await call('POST /v1/taxonomies/journey/analytics/transitions', request);
    expect(body).toMatchObject({ count: 4, converted: 2, conversion_rate: 0.5 });
    expect(body.durations_sec).toMatchObject({
      mean: 4 * DAY,
      median: 4 * DAY,
      min: 3 * DAY,
      max: 5 * DAY,
      std_dev: DAY,
    });
    expect(body.top_predictors).toEqual([
      { field: 'Region', value: 'north', count: 2, conversion_rate: 1, lift: 2 },
      { field: 'Region', value: 'south', count: 2, conversion_rate: 0, lift: 0 },
    ]);
    const quick = await call('POST /v1/taxonomies/journey/analytics/transitions', { ...request, max_window_days: 4 });
    expect(quick.body.converted).toBe(1);
    const north = await call('POST /v1/taxonomies/journey/analytics/transitions', {
      ...request,
      filters: { region: 'south' },
    });
    expect(north.body).toMatchObject({ count: 2, converted: 0, durations_sec: null, top_predictors: [] });
  });

  it('needs settings, and the taxonomy of the path', async () => {
    const { call } = await setupJourneys(null);
    const path = 'POST /v1/taxonomies/journey/analytics/transitions';
    const request = { ...ABOUT, from_step: 'Ask', to_step: 'Order' };
    const without = await call(path, request);
    expect([without.status, without.body.error.code]).toEqual([400, 'step_analytics_not_configured']);
    const override_step_analytics = { timestamp_field: 'at', sequence_id_field: 'customer' };
    expect((await call(path, { ...request, override_step_analytics })).body.count).toBe(4);
    expect((await call(path, { ...request, taxonomy_id: 'brands', override_step_analytics })).status).toBe(422);
  });
});
