import { describe, expect, it } from 'vitest';
import { createWindow } from '../../../src/resources/bulk/window.js';
import type { Ticket, Window } from '../../../src/resources/bulk/window.js';

/** Keeps the window full for so many answers, each after the latency that so many requests under way have. */
function answer(window: Window, count: number, latencyMs: (underWay: number) => number): number[] {
  const limits: number[] = [];
  const open: { ticket: Ticket; latency: number }[] = [];
  for (let done = 0; done < count; done++) {
    while (open.length < window.limit) {
      open.push({ ticket: window.start(open.length + 1), latency: latencyMs(open.length + 1) });
    }
    const first = open.shift();
    if (first !== undefined) window.succeeded(first.ticket, first.latency);
    if (limits.at(-1) !== window.limit) limits.push(window.limit);
  }
  return limits;
}

describe('the window', () => {
  it('doubles up to its bound while latency stays the same', () => {
    const window = createWindow({ min: 1, max: 32 });
    const limits = answer(window, 200, () => 50);
    expect(limits.slice(0, 4)).toEqual([4, 8, 16, 32]);
    expect(Math.min(...limits.slice(3))).toBeGreaterThanOrEqual(24);
  });

  it('settles where more requests would only queue', () => {
    const window = createWindow({ min: 1, max: 64 });
    // Ten at once are served in 50 ms; beyond that they wait for each other.
    answer(window, 2_000, (underWay) => 50 * Math.max(1, underWay / 10));
    expect(window.limit).toBeGreaterThanOrEqual(7);
    expect(window.limit).toBeLessThanOrEqual(13);
  });

  it('goes down to one where a single request takes all that there is', () => {
    const window = createWindow({ min: 1, max: 32 });
    const limits = answer(window, 2_000, (underWay) => 20 * underWay);
    expect(Math.max(...limits)).toBe(8);
    expect(Math.max(...limits.slice(-10))).toBeLessThanOrEqual(2);
  });

  it('does not learn from requests that had room beside them', () => {
    const window = createWindow({ min: 1, max: 32 });
    for (let count = 0; count < 100; count++) window.succeeded(window.start(1), 50);
    expect(window.limit).toBe(4);
  });

  it('shrinks by the share that the trouble is worth, never below its bound', () => {
    const window = createWindow({ min: 2, max: 32 });
    answer(window, 60, () => 50);
    const before = window.limit;
    window.overloaded(window.start(1), 0.5);
    expect(window.limit).toBe(before / 2);
    for (let count = 0; count < 20; count++) window.overloaded(window.start(1), 0.75);
    expect(window.limit).toBe(2);
  });

  it('shrinks once for all requests that were under way together', () => {
    const window = createWindow({ min: 1, max: 32 });
    answer(window, 30, () => 50);
    const before = window.limit;
    const tickets = Array.from({ length: before }, (_, index) => window.start(index + 1));
    for (const ticket of tickets) window.overloaded(ticket, 0.5);
    expect(window.limit).toBe(before / 2);
  });

  it('grows by one after trouble', () => {
    const window = createWindow({ min: 1, max: 32 });
    answer(window, 60, () => 50);
    window.overloaded(window.start(1), 0.25);
    const limits = answer(window, 80, () => 50);
    expect(limits.slice(0, 4)).toEqual([8, 9, 10, 11]);
  });

  it('stays where a number fixes it', () => {
    const window = createWindow({ min: 6, max: 6 });
    expect(answer(window, 500, (underWay) => 20 * underWay)).toEqual([6]);
    window.overloaded(window.start(1), 0.5);
    expect(window.limit).toBe(6);
  });
});
