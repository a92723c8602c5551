import { describe, expect, it } from 'vitest';
import { setupArticles } from './collection-setup.js';

const lifecycle = '/v1/collections/sentences/lifecycle';

async function setupFilled(options = {}) {
  const world = await setupArticles(options);
  await world.collection();
  await world.add({ title: 'a', body: 'One. Two.' });
  await world.trigger('sentences');
  world.server.clock.advance(1000);
  await world.server.settle();
  const names = async () =>
    (await world.list('sentences', { return_vector_names: true })).map(
      (one: { _vectors: string[] }) => one._vectors.length,
    );
  return { ...world, names };
}

describe('moving a collection', () => {
  it('puts vectors aside and brings them back', async () => {
    const { ok, names } = await setupFilled();
    expect(await ok(`PATCH ${lifecycle}`, { lifecycle_state: 'cold', async_transition: false })).toMatchObject({
      lifecycle_state: 'cold',
      qdrant_document_count: 0,
      s3_vector_count: 2,
      s3_vector_index: expect.stringMatching(/^s3:/),
    });
    expect(await names()).toEqual([0, 0]);
    expect(await ok('GET /v1/collections/sentences')).toMatchObject({ lifecycle_state: 'cold', document_count: 2 });
    await ok(`PATCH ${lifecycle}`, { lifecycle_state: 'active', async_transition: false });
    expect(await names()).toEqual([1, 1]);
    expect(await ok(`GET ${lifecycle}`)).toMatchObject({ qdrant_document_count: 2, s3_vector_count: 0, warning: null });
  });

  it('is a task unless asked otherwise, and one at a time', async () => {
    const { ok, call, server } = await setupFilled({ taskMs: 1000 });
    const { task_id: task, lifecycle_state: before } = await ok(`PATCH ${lifecycle}`, { lifecycle_state: 'cold' });
    expect(before).toBe('active');
    const busy = await call(`PATCH ${lifecycle}`, { lifecycle_state: 'archived' });
    expect([busy.status, busy.body.error.details.task_id]).toEqual([409, task]);
    server.clock.advance(1000);
    expect(await ok(`GET /v1/tasks/${task}`)).toMatchObject({
      status: 'COMPLETED',
      task_type: 'api_collections_lifecycle_transition',
      outputs: [{ documents_moved: 2 }],
    });
    expect(await ok(`GET ${lifecycle}`)).toMatchObject({ lifecycle_state: 'cold', task_id: null });
  });

  it('removes vectors for good when archived, until it is active and triggered again', async () => {
    const { ok, call, names, trigger } = await setupFilled();
    await ok(`PATCH ${lifecycle}`, { lifecycle_state: 'archived', async_transition: false });
    expect(await ok(`GET ${lifecycle}`)).toMatchObject({
      qdrant_document_count: 0,
      s3_vector_count: 0,
      warning: expect.any(String),
    });
    expect((await call(`PATCH ${lifecycle}`, { lifecycle_state: 'cold' })).status).toBe(409);
    expect((await call('POST /v1/collections/sentences/trigger')).body.error.code).toBe('collection_archived');
    await ok(`PATCH ${lifecycle}`, { lifecycle_state: 'active', async_transition: false });
    expect(await names()).toEqual([0, 0]);
    await trigger('sentences');
    expect(await names()).toEqual([1, 1]);
  });

  it('answers the same state without a task', async () => {
    const { ok } = await setupFilled();
    expect(await ok(`PATCH ${lifecycle}`, { lifecycle_state: 'active' })).toMatchObject({ task_id: null });
  });
});
