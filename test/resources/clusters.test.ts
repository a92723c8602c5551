import { describe, expect, it } from 'vitest';
import { TaskFailedError } from '../../src/errors.js';
import { setupClient } from '../helpers/client.js';

async function setup(serverOptions = {}) {
  const client = setupClient({}, { clock: 'manual', ...serverOptions });
  const { mp } = client;
  await mp.namespaces.create({ namespace_id: 'ns' });
  await mp.namespaces.documents.upsert({
    documents: [1, 2, 3, 4].map((index) => ({
      document_id: `doc-${index}`,
      vectors: { v: index < 3 ? [1, index / 100] : [index / 100, 1] },
      payload: { collection_id: 'col_shop', title: index < 3 ? 'Running shoes' : 'Winter coat' },
    })),
  });
  await mp.clusters.create({
    cluster_name: 'kinds',
    collection_ids: ['col_shop'],
    vector_config: { feature_uri: 'v', clustering_method: 'kmeans', kmeans_parameters: { n_clusters: 2 } },
  });
  return client;
}

describe('a run of a cluster', () => {
  it('is waited for, tells of its progress, and gives its groups', async () => {
    const { mp } = await setup();
    const run = await mp.clusters.execute('kinds');
    expect(run.task_type).toBe('engine_cluster_build');
    expect(Object.keys(run)).not.toContain('wait');
    const seen: string[] = [];
    const ended = await run.wait({ onProgress: ({ status }) => seen.push(status) });
    expect(ended).toMatchObject({ run_id: run.run_id, status: 'completed', num_clusters: 2 });
    expect(seen.at(-1)).toBe('completed');
    expect((await run.groups()).groups.map(({ document_count: count }) => count)).toEqual([2, 2]);
  });

  it('is taken up by its ids, and canceled', async () => {
    const { mp, connect } = await setup({ taskMs: 60_000 });
    const { run_id: id } = await mp.clusters.execute('kinds');
    const run = connect({ namespace: 'ns' }).clusters.run('kinds', id);
    expect((await run.progress()).status).toBe('processing');
    expect((await run.cancel()).status).toBe('CANCELED');
    await expect(run.wait()).rejects.toThrow(TaskFailedError);
    await expect(run.cancel()).rejects.toMatchObject({ status: 409, code: 'execution_ended' });
  });
});

describe('what a trigger or a taxonomy starts', () => {
  it('is waited for as a task', async () => {
    const { mp } = await setup();
    const trigger = await mp.triggers.create({
      action_type: 'cluster',
      action_config: { cluster_id: 'kinds' },
      trigger_type: 'cron',
      schedule_config: { cron_expression: '0 2 * * *' },
    });
    const task = await (await mp.triggers.execute(trigger.trigger_id ?? '')).wait();
    expect(task.status).toBe('COMPLETED');
    expect((await mp.clusters.get('kinds')).num_clusters).toBe(2);
  });
});
