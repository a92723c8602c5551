import { describe, expect, it } from 'vitest';
import { setupNamespace } from './setup.js';

describe('tasks', () => {
  it('are listed newest first, by status and type', async () => {
    const { call, server } = await setupNamespace({ taskMs: 1000 });
    await call('POST /v1/namespaces/ns/clone', { namespace_name: 'copy' });
    server.clock.advance(1);
    const { task_id } = (await call('DELETE /v1/namespaces/ns')).body;
    const types = async (body: object = {}) =>
      (await call('POST /v1/tasks/list', body)).body.results.map((task: { task_type: string }) => task.task_type);
    expect(await types()).toEqual(['api_namespaces_delete', 'api_namespaces_clone']);
    expect(await types({ sort: { field: 'created_at', direction: 'asc' } })).toEqual([
      'api_namespaces_clone',
      'api_namespaces_delete',
    ]);
    expect(await types({ status: 'PENDING' })).toEqual(['api_namespaces_delete']);
    expect(await types({ task_type: 'api_namespaces_clone' })).toEqual(['api_namespaces_clone']);
    expect(await types({ search: task_id })).toEqual(['api_namespaces_delete']);
  });

  it('may be killed twice, and when they are unknown', async () => {
    const { call } = await setupNamespace({ taskMs: 1000 });
    const { task_id } = (await call('DELETE /v1/namespaces/ns')).body;
    for (const id of [task_id, task_id, 'tsk_unknown']) {
      expect((await call(`DELETE /v1/tasks/${id}`)).status).toBe(200);
    }
  });

  it('stay finished when they are killed afterwards', async () => {
    const { call } = await setupNamespace();
    const { task_id } = (await call('DELETE /v1/namespaces/ns')).body;
    await call(`DELETE /v1/tasks/${task_id}`);
    expect((await call(`GET /v1/tasks/${task_id}`)).body.status).toBe('COMPLETED');
  });

  it('are not found under an unknown id', async () => {
    const { call } = await setupNamespace();
    expect((await call('GET /v1/tasks/tsk_unknown')).status).toBe(404);
  });
});
