import { describe, expect, it } from 'vitest';
import { setupNamespace, upsert } from './setup.js';

const HEADERS = { 'x-namespace': 'ns', authorization: 'Bearer key' };
const HOUR = 3_600_000;

const documents = (ids: readonly string[], v: number[]) =>
  ids.map((id) => ({ document_id: id, vectors: { v }, payload: { collection_id: 'col_shop', title: id } }));

async function setupTriggers(options = {}) {
  const caller = await setupNamespace(options);
  await caller.call(upsert, { documents: [...documents(['a', 'b'], [1, 0]), ...documents(['c', 'd'], [0, 1])] });
  const call = (operation: string, body?: unknown) => caller.call(operation, body, HEADERS);
  await call('POST /v1/clusters', {
    cluster_name: 'kinds',
    collection_ids: ['col_shop'],
    vector_config: { feature_uri: 'v', clustering_method: 'kmeans', kmeans_parameters: { n_clusters: 2 } },
  });
  const { server } = caller;
  /** Runs what is due, and gives the trigger. */
  const look = async (id: string) => {
    await server.settle();
    return (await call(`GET /v1/clusters/triggers/${id}`)).body;
  };
  const create = async (fields: object): Promise<string> => {
    const { status, body } = await call('POST /v1/clusters/triggers', { cluster_id: 'kinds', ...fields });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.trigger_id as string;
  };
  const remove = async (path: string) =>
    (await server.fetch(`http://local${path}`, { method: 'DELETE', headers: HEADERS })).status;
  return { ...caller, call, create, look, remove };
}

const NIGHTLY = { trigger_type: 'cron', schedule_config: { cron_expression: '0 2 * * *' } };
const HOURLY = { trigger_type: 'interval', schedule_config: { interval_seconds: 3600 } };

describe('a trigger by the clock', () => {
  it('runs its cluster at the times of its cron expression', async () => {
    const { call, create, look, server } = await setupTriggers();
    const id = await create(NIGHTLY);
    expect(await look(id)).toMatchObject({
      status: 'active',
      next_scheduled_at: '2026-01-01T02:00:00.000Z',
      execution_count: 0,
      execution_config: { collection_ids: ['col_shop'] },
    });
    server.clock.advance(2 * HOUR);
    expect(await look(id)).toMatchObject({
      execution_count: 1,
      last_triggered_at: '2026-01-01T02:00:00.000Z',
      next_scheduled_at: '2026-01-02T02:00:00.000Z',
      last_execution_status: 'COMPLETED',
      consecutive_failures: 0,
    });
    const history = await call(`POST /v1/clusters/triggers/${id}/history`, {});
    expect(history.body).toMatchObject({
      total: 1,
      executions: [{ status: 'COMPLETED', num_clusters: 2, num_documents: 4 }],
    });
    expect((await call('GET /v1/clusters/kinds')).body.status).toBe('COMPLETED');
  });

  it('counts in its own time zone', async () => {
    const { create, look } = await setupTriggers();
    const schedule_config = { cron_expression: '0 2 * * *', timezone: 'America/New_York' };
    const id = await create({ trigger_type: 'cron', schedule_config });
    expect((await look(id)).next_scheduled_at).toBe('2026-01-01T07:00:00.000Z');
  });

  it('fires after every pause, once for all that passed at one go', async () => {
    const { create, look, server } = await setupTriggers();
    const id = await create(HOURLY);
    server.clock.advance(HOUR - 1);
    expect((await look(id)).execution_count).toBe(0);
    server.clock.advance(1);
    expect((await look(id)).execution_count).toBe(1);
    server.clock.advance(24 * HOUR);
    expect(await look(id)).toMatchObject({ execution_count: 2, next_scheduled_at: '2026-01-02T02:00:00.000Z' });
  });

  it('may begin at once', async () => {
    const { create, look } = await setupTriggers();
    const schedule_config = { interval_seconds: 3600, start_immediately: true };
    const id = await create({ trigger_type: 'interval', schedule_config });
    expect((await look(id)).execution_count).toBe(1);
  });

  it('does not fire while it is paused, and goes on from when it is resumed', async () => {
    const { call, create, look, server } = await setupTriggers();
    const id = await create(HOURLY);
    const paused = await call(`POST /v1/clusters/triggers/${id}/pause`);
    expect(paused.body).toMatchObject({ status: 'paused', next_scheduled_at: null });
    server.clock.advance(3 * HOUR);
    expect((await look(id)).execution_count).toBe(0);
    const resumed = await call(`POST /v1/clusters/triggers/${id}/resume`);
    expect(resumed.body).toMatchObject({ status: 'active', next_scheduled_at: '2026-01-01T04:00:00.000Z' });
    server.clock.advance(HOUR);
    expect((await look(id)).execution_count).toBe(1);
  });

  it('takes new times, which count from now', async () => {
    const { call, create, look, server } = await setupTriggers();
    const id = await create(HOURLY);
    server.clock.advance(HOUR / 2);
    const schedule_config = { interval_seconds: 7200 };
    const changed = await call(`PATCH /v1/clusters/triggers/${id}`, { schedule_config, description: 'Slower.' });
    expect(changed.body).toMatchObject({ description: 'Slower.', next_scheduled_at: '2026-01-01T02:30:00.000Z' });
    server.clock.advance(HOUR);
    expect((await look(id)).execution_count).toBe(0);
  });

  it('stops after five failures in a row, and forgets them when it is resumed', async () => {
    const { call, create, look, server } = await setupTriggers();
    const id = await create({
      cluster_id: null,
      execution_config: {
        collection_ids: ['col_shop'],
        config: {
          vector_config: { feature_uri: 'v', clustering_method: 'kmeans', kmeans_parameters: { n_clusters: 9 } },
        },
      },
      ...HOURLY,
    });
    for (let hour = 0; hour < 6; hour++) {
      server.clock.advance(HOUR);
      await server.settle();
    }
    expect(await look(id)).toMatchObject({ status: 'failed', execution_count: 5, consecutive_failures: 5 });
    expect((await look(id)).last_execution_error).toMatch(/9 groups need as many documents/);
    const resumed = await call(`POST /v1/clusters/triggers/${id}/resume`);
    expect(resumed.body).toMatchObject({ status: 'active', consecutive_failures: 0 });
    expect(resumed.body.cluster_id).toMatch(/^clust_/);
  });

  it('counts a run that cannot begin as a failed one', async () => {
    const { call, create, look, server } = await setupTriggers({ taskMs: 2 * HOUR });
    const id = await create(HOURLY);
    server.clock.advance(HOUR - 1);
    await call('POST /v1/clusters/kinds/execute');
    server.clock.advance(1);
    expect(await look(id)).toMatchObject({ consecutive_failures: 1, last_execution_status: 'FAILED' });
    const history = await call(`POST /v1/clusters/triggers/${id}/history`, { status_filter: 'FAILED' });
    expect(history.body.executions[0].error).toMatch(/is running/);
  });

  it('goes with its cluster, and is deleted alone', async () => {
    const { call, create, remove } = await setupTriggers();
    const [one, two] = [await create(HOURLY), await create(NIGHTLY)];
    expect(await remove(`/v1/clusters/triggers/${one}`)).toBe(204);
    expect(await remove(`/v1/clusters/triggers/${one}`)).toBe(404);
    await call('DELETE /v1/clusters/kinds');
    expect((await call(`GET /v1/clusters/triggers/${two}`)).status).toBe(404);
  });
});

describe('a trigger by events', () => {
  it('fires at every so many events, and rests between', async () => {
    const { call, create, look, server } = await setupTriggers();
    const schedule_config = { event_type: 'cluster.updated', event_threshold: 2, cooldown_seconds: 600 };
    const id = await create({ trigger_type: 'event', schedule_config });
    const touch = async () => {
      await call('PATCH /v1/clusters/kinds', { description: 'x' });
      return look(id);
    };
    expect(await touch()).toMatchObject({ event_counter: 1, execution_count: 0, next_scheduled_at: null });
    expect(await touch()).toMatchObject({ event_counter: 0, execution_count: 1 });
    await touch();
    expect(await touch()).toMatchObject({ event_counter: 2, execution_count: 1 });
    server.clock.advance(600_000);
    expect(await touch()).toMatchObject({ event_counter: 0, execution_count: 2 });
  });

  it('is not set off by its own runs', async () => {
    const { call, create, look } = await setupTriggers();
    const id = await create({ trigger_type: 'event', schedule_config: { event_type: 'cluster.execution.completed' } });
    await call('POST /v1/clusters/kinds/execute');
    expect((await look(id)).execution_count).toBe(1);
    expect((await look(id)).execution_count).toBe(1);
  });
});

describe('a trigger by a condition', () => {
  const condition = (fields: object) => ({
    trigger_type: 'conditional',
    schedule_config: { threshold: 5, check_interval_seconds: 3600, ...fields },
  });

  it('fires when the number of documents reaches the threshold, once until it fell below', async () => {
    const { call, create, look, server } = await setupTriggers();
    const id = await create(condition({ condition_type: 'document_count' }));
    server.clock.advance(HOUR);
    expect((await look(id)).execution_count).toBe(0);
    await call(upsert, { documents: documents(['e'], [1, 0.1]) });
    server.clock.advance(HOUR);
    expect((await look(id)).execution_count).toBe(1);
    server.clock.advance(HOUR);
    expect((await look(id)).execution_count).toBe(1);
  });

  it('fires when the mean of the vectors moved far enough from the last time', async () => {
    const { call, server } = await setupTriggers();
    const created = await call('POST /v1/triggers', {
      action_type: 'cluster',
      action_config: { cluster_id: 'kinds' },
      ...condition({ condition_type: 'drift', threshold: 0.1 }),
    });
    const id = created.body.trigger_id as string;
    expect(created.body.baseline_snapshot).toEqual({ document_count: 4, mean: [0.5, 0.5] });
    const look = async () => {
      server.clock.advance(HOUR);
      await server.settle();
      return (await call(`GET /v1/triggers/${id}`)).body;
    };
    expect(await look()).toMatchObject({ execution_count: 0, last_drift_measurement: { value: 0, met: false } });
    await call(upsert, { documents: documents(['e', 'f', 'g', 'h', 'i', 'j'], [1, 0]) });
    const moved = await look();
    expect(moved).toMatchObject({ execution_count: 1, baseline_snapshot: { document_count: 10 } });
    expect(moved.last_drift_measurement.value).toBeGreaterThan(0.1);
    expect((await look()).execution_count).toBe(1);
  });
});

describe('a trigger of any kind', () => {
  it('applies a taxonomy, on request too', async () => {
    const { call, server } = await setupTriggers();
    await call('POST /v1/retrievers', {
      retriever_name: 'nearest',
      input_schema: { qv: { type: 'array', required: true } },
      stages: [
        {
          stage_name: 'nearest',
          config: {
            stage_id: 'feature_search',
            parameters: {
              searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: '{{INPUT.qv}}' } }],
            },
          },
        },
      ],
    });
    await call(upsert, {
      documents: [{ document_id: 'x', vectors: { v: [1, 0] }, payload: { collection_id: 'col_x', brand: 'X' } }],
    });
    await call('POST /v1/taxonomies', {
      taxonomy_name: 'brands',
      config: {
        taxonomy_type: 'flat',
        retriever_id: 'nearest',
        input_mappings: [{ input_key: 'qv', source_type: 'vector', path: 'v' }],
        source_collection: { collection_id: 'col_x' },
      },
    });
    const created = await call('POST /v1/triggers', {
      action_type: 'taxonomy_enrichment',
      action_config: { taxonomy_id: 'brands', collection_id: 'col_shop' },
      trigger_type: 'cron',
      schedule_config: { cron_expression: '0 2 * * *' },
      status: 'paused',
    });
    expect(created).toMatchObject({ status: 201, body: { status: 'paused', next_scheduled_at: null } });
    const { trigger_id: id, action_config: config } = created.body;
    expect(config.taxonomy_id).toMatch(/^tax_/);
    const task = await call(`POST /v1/triggers/${id}/execute`);
    expect(task.body.task_type).toBe('api_taxonomies_materialize');
    await server.settle();
    expect((await call('GET /v1/documents/a')).body.brand).toBe('X');
    expect((await call(`GET /v1/triggers/${id}`)).body).toMatchObject({
      status: 'paused',
      execution_count: 1,
      last_execution_status: 'COMPLETED',
      last_execution_task_id: task.body.task_id,
    });
    expect((await call(`GET /v1/triggers/${id}/history`)).body).toMatchObject({ total: 1, offset: 0, limit: 50 });
    const list = await call('POST /v1/triggers/list', { resource_id: config.taxonomy_id });
    expect(list.body).toMatchObject({ total: 1, results: [{ trigger_id: id }] });
    expect((await call('POST /v1/triggers/list', { action_type: 'cluster' })).body.total).toBe(0);
    expect((await call('POST /v1/clusters/triggers/list', {})).body.total).toBe(0);
    expect((await call(`GET /v1/clusters/triggers/${id}`)).status).toBe(404);
    const inUse = await call('DELETE /v1/taxonomies/brands');
    expect([inUse.status, inUse.body.error.code]).toEqual([409, 'taxonomy_in_use']);
  });

  it.each([
    ['cron', {}, ['body', 'schedule_config', 'cron_expression']],
    ['cron', { cron_expression: 'at noon' }, ['body', 'schedule_config', 'cron_expression']],
    ['cron', { cron_expression: '0 2 * * *', timezone: 'Mars' }, ['body', 'schedule_config', 'timezone']],
    ['interval', { interval_seconds: 59 }, ['body', 'schedule_config', 'interval_seconds']],
    ['event', { event_type: 'trigger.fired' }, ['body', 'schedule_config', 'event_type']],
    ['event', { event_type: 'object.created', event_threshold: 0 }, ['body', 'schedule_config', 'event_threshold']],
    ['conditional', { condition_type: 'moon', threshold: 1 }, ['body', 'schedule_config', 'condition_type']],
    ['conditional', { condition_type: 'drift' }, ['body', 'schedule_config', 'threshold']],
  ])('of type %s refuses %j', async (trigger_type, schedule_config, location) => {
    const { call } = await setupTriggers();
    const { status, body } = await call('POST /v1/clusters/triggers', {
      cluster_id: 'kinds',
      trigger_type,
      schedule_config,
    });
    expect([status, body.error.details.validation_errors[0].location]).toEqual([422, location]);
  });

  it('refuses actions on what there is not', async () => {
    const { call } = await setupTriggers();
    const refused = async (action_type: string, action_config: object) =>
      (await call('POST /v1/triggers', { action_type, action_config, ...HOURLY })).status;
    expect(await refused('cluster', { cluster_id: 'none' })).toBe(404);
    expect(await refused('cluster', {})).toBe(422);
    expect(await refused('taxonomy_enrichment', { taxonomy_id: 'none', collection_id: 'col_shop' })).toBe(404);
    const neither = await call('POST /v1/clusters/triggers', HOURLY);
    expect(neither.status).toBe(422);
  });
});
