import { expect, test } from 'vitest';

import { createClock } from '../../src/server/clock.js';

test('a manual clock stands until it is moved', () => {
  const clock = createClock('manual');
  expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
  clock.advance(1500);
  expect(clock.now()).toBe(Date.UTC(2026, 0, 1) + 1500);
  clock.set('2020-01-01T00:00:00Z');
  expect(clock.now()).toBe(Date.UTC(2020, 0, 1));
});

test('a clock with a start time stands there', () => {
  expect(createClock('2030-05-06T00:00:00Z').now()).toBe(Date.UTC(2030, 4, 6));
  expect(createClock(42).now()).toBe(42);
});

test('a real clock runs on from where it was set, and stops when frozen', () => {
  let system = 1000;
  const clock = createClock('real', () => system);
  expect(clock.now()).toBe(1000);
  clock.advance(500);
  system += 10;
  expect(clock.now()).toBe(1510);
  clock.set(0);
  system += 10;
  expect(clock.now()).toBe(10);
  clock.freeze();
  system += 10;
  expect(clock.now()).toBe(10);
});

test('what is no time is refused by name', () => {
  expect(() => createClock('soon')).toThrow('"soon" is not a time');
  expect(() => createClock('manual').advance(-1)).toThrow('not -1');
});
