import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../src/errors.js';
import { mapCall } from '../../src/resources/api-call.js';
import { observeClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

const refusal = json(
  { success: false, status: 404, error: { message: 'gone', type: 'NotFoundError' } },
  { status: 404 },
);
const task = { task_id: 'tsk_1', task_type: 'x', status: 'COMPLETED' };

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
/** Rejections are reported after the microtasks of the present turn. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
});

describe('the promise of a call', () => {
  it('gives the body when awaited and the envelope from withResponse, with one request', async () => {
    const { mp, requests } = observeClient(json(task, { headers: { 'x-request-id': 'req_1' } }));
    const call = mp.tasks.get('tsk_1');
    const { data, response, requestId, attempts } = await call.withResponse();
    expect(await call).toEqual(task);
    expect(await call).toBe(data);
    expect([response.status, requestId, attempts.length, requests.length]).toEqual([200, 'req_1', 1, 1]);
  });

  it('rejects with the same error however it is looked at, and reports none as unhandled', async () => {
    const { mp } = observeClient(refusal);
    const call = mp.tasks.get('tsk_1');
    const seen = await Promise.all([
      call.catch((error: unknown) => error),
      call.withResponse().catch((error: unknown) => error),
      call.then(undefined, (error: unknown) => error),
    ]);
    expect(seen[0]).toBeInstanceOf(ApiError);
    expect(new Set(seen).size).toBe(1);
    await nextTurn();
    expect(unhandled).toEqual([]);
  });

  it('reports nothing unhandled when only withResponse() is awaited', async () => {
    const { mp } = observeClient(refusal);
    await expect(mp.tasks.get('tsk_1').withResponse()).rejects.toMatchObject({ status: 404 });
    await nextTurn();
    expect(unhandled).toEqual([]);
  });

  it('reports one unhandled rejection when nobody looks', async () => {
    const { mp } = observeClient(refusal);
    void mp.tasks.get('tsk_1');
    for (let turn = 0; turn < 20 && unhandled.length === 0; turn++) await nextTurn();
    await nextTurn();
    expect(unhandled).toHaveLength(1);
  });

  it('works in Promise.all, race and finally', async () => {
    const { mp } = observeClient([json(task), refusal]);
    expect(await Promise.all([mp.tasks.get('tsk_1'), Promise.resolve(1)])).toEqual([task, 1]);
    await expect(Promise.all([mp.tasks.get('tsk_1'), mp.tasks.get('tsk_2')])).rejects.toMatchObject({ status: 404 });
    let ran = 0;
    await expect(
      mp.tasks.get('tsk_1').finally(() => {
        ran += 1;
      }),
    ).rejects.toMatchObject({ status: 404 });
    await nextTurn();
    expect([ran, unhandled]).toEqual([1, []]);
  });

  it('rejects, and does not throw, for wrong arguments', async () => {
    const { mp } = observeClient(json(task));
    const call = mp.tasks.get(5 as unknown as string);
    await expect(call).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('maps the body once', async () => {
    const { mp } = observeClient(json(task));
    let times = 0;
    const mapped = mapCall(mp.tasks.get('tsk_1'), (body) => {
      times += 1;
      return body.status;
    });
    expect([await mapped, await mapped, (await mapped.withResponse()).data, times]).toEqual([
      'COMPLETED',
      'COMPLETED',
      'COMPLETED',
      1,
    ]);
  });
});
