import { describe, expect, it, vi } from 'vitest';
import { Cancellation } from '../../src/internal/cancellation.js';
import { createFollowSignal } from '../../src/transport/follow-signals.js';

function setup() {
  const controller = new AbortController();
  const { signal } = controller;
  const add = vi.spyOn(signal, 'addEventListener');
  const remove = vi.spyOn(signal, 'removeEventListener');
  return { controller, signal, add, remove, follow: createFollowSignal() };
}

describe('following a signal', () => {
  it('takes one listener for many calls, and none when the last has ended', () => {
    const { signal, add, remove, follow } = setup();
    const stops = Array.from({ length: 50 }, () => follow(signal, new Cancellation()));
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 0]);
    for (const stop of stops) stop();
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 1]);
    follow(signal, new Cancellation())();
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([2, 2]);
  });

  it('cancels every call that still follows, with the signal’s reason', () => {
    const { controller, signal, follow } = setup();
    const [one, two, ended] = [new Cancellation(), new Cancellation(), new Cancellation()];
    const stop = follow(signal, one);
    follow(signal, two);
    follow(signal, ended)();
    controller.abort('enough');
    expect([one, two].map(({ reason }) => (reason as Error).cause)).toEqual(['enough', 'enough']);
    expect(ended.reason).toBeUndefined();
    stop();
  });

  it('cancels at once when the signal has fired', () => {
    const { controller, signal, add, follow } = setup();
    controller.abort('before');
    const call = new Cancellation();
    follow(signal, call)();
    expect((call.reason as Error).cause).toBe('before');
    expect(add).not.toHaveBeenCalled();
  });
});
