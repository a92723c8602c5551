import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '../../src/call.js';
import { AbortError, TaskFailedError, TimeoutError } from '../../src/errors.js';
import type { Task } from '../../src/generated/schemas.js';
import { waitForTask } from '../../src/resources/wait.js';
import type { WaitOptions } from '../../src/resources/wait.js';
import { createManualClock } from '../helpers/clock.js';
import { observeClient, setupClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

/** Looks at a task that has these states in turn, the last one again and again. */
function watch(...states: (string | Error)[]) {
  const clock = createManualClock();
  const start = clock.now();
  const looks: number[] = [];
  const options: RequestOptions[] = [];
  const get = async (id: string, given: RequestOptions): Promise<Task> => {
    looks.push(clock.now() - start);
    options.push(given);
    const state = states[Math.min(looks.length, states.length) - 1] ?? '';
    if (state instanceof Error) throw state;
    return { task_id: id, task_type: 'x', status: state };
  };
  const wait = (waiting: WaitOptions = {}): Promise<Task> => clock.drive(waitForTask('tsk_1', waiting, { get, clock }));
  return { wait, clock, looks, options };
}

describe('tasks.wait', () => {
  it('looks at once, after a second, and then at pauses that grow by half up to 30 s', async () => {
    const { wait, looks } = watch(...Array.from({ length: 13 }, () => 'PENDING'), 'COMPLETED');
    expect(await wait()).toMatchObject({ status: 'COMPLETED' });
    const pauses = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
    expect(pauses.slice(0, 4)).toEqual([1000, 1500, 2250, 3375]);
    expect(pauses.slice(-3)).toEqual([30_000, 30_000, 30_000]);
  });

  it.each(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'SKIPPED'])('ends with a task that is %s', async (status) => {
    const seen: string[] = [];
    const { wait } = watch('PENDING', 'SOMETHING_NEW', status);
    expect(await wait({ onProgress: (task) => seen.push(task.status) })).toMatchObject({ task_id: 'tsk_1', status });
    expect(seen).toEqual(['PENDING', 'SOMETHING_NEW', status]);
  });

  it.each(['FAILED', 'CANCELED'])('throws for a task that is %s', async (status) => {
    const error = await watch('PENDING', status)
      .wait()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TaskFailedError);
    expect((error as TaskFailedError).task).toMatchObject({ task_id: 'tsk_1', status });
  });

  it('looks a last time at the deadline and then says what ran out', async () => {
    const { wait, looks, clock } = watch('PENDING');
    await expect(wait({ deadlineMs: 3_000 })).rejects.toMatchObject({
      name: 'TimeoutError',
      scope: 'total',
      phase: 'polling',
      limitMs: 3_000,
      attempts: 4,
    });
    expect(looks).toEqual([0, 1000, 2500, 3000]);
    expect(clock.pending()).toEqual([]);
  });

  it('holds each look to what is left of the deadline', async () => {
    const { wait, options } = watch('PENDING', 'PENDING', 'COMPLETED');
    await wait({ deadlineMs: 10_000, namespace: 'n' });
    expect(options).toEqual([
      { cache: false, namespace: 'n', deadlineMs: 10_000 },
      { cache: false, namespace: 'n', deadlineMs: 9_000 },
      { cache: false, namespace: 'n', deadlineMs: 7_500 },
    ]);
    const ranOut = new TimeoutError({ scope: 'total', phase: 'body', limitMs: 9_000, attempts: 1 });
    await expect(watch('PENDING', ranOut).wait({ deadlineMs: 10_000 })).rejects.toMatchObject({
      phase: 'body',
      limitMs: 10_000,
      attempts: 2,
    });
  });

  it('waits for ever with a deadline of 0', async () => {
    const { wait, looks, options } = watch(...Array.from({ length: 100 }, () => 'PENDING'), 'COMPLETED');
    await wait({ deadlineMs: 0 });
    expect([looks.length, options[0]]).toEqual([101, { cache: false }]);
  });

  it('ends with the error of a look', async () => {
    await expect(watch('PENDING', new Error('gone')).wait()).rejects.toThrow('gone');
  });

  it('stops when aborted between two looks, and leaves no timer and no listener', async () => {
    const controller = new AbortController();
    const { clock, looks } = watch('PENDING');
    const get = async (): Promise<Task> => {
      looks.push(0);
      return { task_id: 't', task_type: 'x', status: 'PENDING' };
    };
    const waiting = waitForTask('t', { signal: controller.signal }, { get, clock });
    await clock.untilTimer();
    controller.abort('enough');
    const error = await waiting.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AbortError);
    expect([(error as AbortError).cause, clock.pending(), looks.length]).toEqual(['enough', [], 1]);
  });

  it.each([
    [{ pollMs: -1 }, 'pollMs is -1'],
    [{ pollMs: Number.NaN }, 'pollMs is NaN'],
    [{ timeoutMs: 5 }, 'Unknown option "timeoutMs".'],
    [{ onProgress: 'x' }, 'onProgress is "x"; it must be a function.'],
  ])('refuses %o', async (options, message) => {
    const { mp, requests } = observeClient([]);
    await expect(mp.tasks.wait('tsk_1', options as WaitOptions)).rejects.toThrow(message);
    expect(requests).toEqual([]);
  });
});

describe('the handle of work that goes on', () => {
  it('waits through the client on its clock', async () => {
    const states = ['PENDING', 'COMPLETED'].map((status) => json({ task_id: 'tsk_9', task_type: 'x', status }));
    const { mp, requests, clock } = observeClient([json({ task_id: 'tsk_9', status: 'PENDING' }), ...states]);
    const handle = await mp.namespaces.delete('n');
    expect(JSON.stringify(handle)).toBe('{"task_id":"tsk_9","status":"PENDING"}');
    expect(await clock.drive(handle.wait())).toMatchObject({ status: 'COMPLETED' });
    expect(requests.map(({ url }) => url.slice(19))).toEqual(['/namespaces/n', '/tasks/tsk_9', '/tasks/tsk_9']);
  });

  it('says so when the answer names no task', async () => {
    const { mp } = observeClient(json({ success: true }));
    await expect((await mp.namespaces.delete('n')).wait()).rejects.toThrow('names no task');
    const { mp: other } = observeClient(new Response(null, { status: 204 }));
    await other.namespaces.delete('n');
  });

  it('sees a task of the server go from pending to completed on the server’s clock', async () => {
    const clock = createManualClock();
    const { mp, server } = setupClient({ clock }, { clock: 'manual', taskMs: 5_000 });
    await mp.namespaces.create({ namespace_id: 'ns' });
    const handle = await mp.namespaces.delete();
    const seen: string[] = [];
    await clock.drive(
      handle.wait({
        onProgress: ({ status }) => {
          seen.push(status);
          server.clock.advance(2_000);
        },
      }),
    );
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBe('COMPLETED');
  });
});
