import { describe, expect, it } from 'vitest';
import { createWindow } from '../../../src/resources/bulk/window.js';
import type { Ticket, Window } from '../../../src/resources/bulk/window.js';
import { generator } from '../../helpers/bulk-service.js';

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

/** Keeps the window full for so many answers in 50 ms each, some of which are failures. */
function answerWithFailures(window: Window, count: number, fails: (underWay: number) => boolean): number[] {
  const limits: number[] = [];
  const open: { ticket: Ticket; hasFailed: boolean }[] = [];
  for (let done = 0; done < count; done++) {
    while (open.length < window.limit) {
      open.push({ ticket: window.start(open.length + 1), hasFailed: fails(open.length + 1) });
    }
    const first = open.shift();
    if (first?.hasFailed === true) window.failed(first.ticket, { latencyMs: 50, share: 0.75 });
    else if (first !== undefined) window.succeeded(first.ticket, 50);
    if (limits.at(-1) !== window.limit) limits.push(window.limit);
  }
  return limits;
}

/** Fills the window with requests that fail; what each is told. */
function failAll(window: Window, share: number): boolean[] {
  const tickets = Array.from({ length: window.limit }, (_, index) => window.start(index + 1));
  return tickets.map((ticket) => window.failed(ticket, { latencyMs: 50, share }));
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
    answer(window, 150, () => 50);
    const before = window.limit;
    failAll(window, 0.5);
    expect(window.limit).toBe(Math.floor(before / 2));
    for (let count = 0; count < 20; count++) failAll(window, 0.75);
    expect(window.limit).toBe(2);
  });

  it('shrinks once for all requests that were under way together, and tells each of the others that they are part of it', () => {
    const window = createWindow({ min: 1, max: 32 });
    answer(window, 150, () => 50);
    const before = window.limit;
    const told = failAll(window, 0.5);
    expect(window.limit).toBe(Math.floor(before / 2));
    expect(told).toEqual([...told].sort());
    expect(told.filter(Boolean).length).toBeGreaterThan(before / 2);
  });

  it('takes a step up back that brings failures, and rests longer each time', () => {
    const window = createWindow({ min: 1, max: 64 });
    const limits = answerWithFailures(window, 2_000, (underWay) => underWay > 8);
    expect(limits.slice(0, 4)).toEqual([4, 8, 16, 8]);
    const later = answerWithFailures(window, 2_000, (underWay) => underWay > 8);
    expect(later.length).toBeLessThan(limits.length);
    expect(Math.max(...later)).toBeLessThanOrEqual(9);
  });

  it('grows by one after trouble', () => {
    const window = createWindow({ min: 1, max: 32 });
    answer(window, 150, () => 50);
    const before = window.limit;
    failAll(window, 0.25);
    const after = Math.floor(before / 4);
    expect(answer(window, 80, () => 50).slice(0, 4)).toEqual([after, after + 1, after + 2, after + 3]);
  });

  it.each([1, 2, 3, 4, 5])('grows while requests fail by chance, at one size as at another (seed %d)', (seed) => {
    const window = createWindow({ min: 1, max: 32 });
    const random = generator(seed);
    answerWithFailures(window, 2_000, () => random() < 0.1);
    expect(window.limit).toBeGreaterThanOrEqual(16);
  });

  it('goes down to one when nothing succeeds', () => {
    const window = createWindow({ min: 1, max: 32 });
    answerWithFailures(window, 500, () => true);
    expect(window.limit).toBe(1);
  });

  it('takes a single failure for an overload only when nothing else is under way', () => {
    const tell = (limit: number): boolean => {
      const window = createWindow({ min: limit, max: limit });
      return window.failed(window.start(limit), { latencyMs: 50, share: 0.5 });
    };
    expect([1, 2, 4, 32].map(tell)).toEqual([true, false, false, false]);
  });

  it('stays where a number fixes it', () => {
    const window = createWindow({ min: 6, max: 6 });
    expect(answer(window, 500, (underWay) => 20 * underWay)).toEqual([6]);
    failAll(window, 0.5);
    expect(window.limit).toBe(6);
  });
});
