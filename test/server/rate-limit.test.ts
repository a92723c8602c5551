import { expect, test } from 'vitest';

import { createClock } from '../../src/server/clock.js';
import { Problem } from '../../src/server/problem.js';
import { createRateLimiter } from '../../src/server/rate-limit.js';
import { createTinyServer, errorOf, send } from './tiny-server.js';

const free = { key: 'a', tier: 'free' } as const;

test('the free tier gives a burst of 20, then one request a second', () => {
  const clock = createClock(0);
  const limiter = createRateLimiter(true, clock);
  for (let i = 19; i >= 0; i--) expect(limiter.take(free)['X-RateLimit-Remaining']).toBe(String(i));
  expect(() => limiter.take(free)).toThrow(Problem);
  clock.advance(999);
  expect(() => limiter.take(free)).toThrow('60 requests a minute');
  clock.advance(1);
  expect(limiter.take(free)).toEqual({
    'X-RateLimit-Limit': '60',
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': '2',
    'X-RateLimit-Window': '60',
  });
});

test('keys have buckets of their own, and enterprise has none', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 1 }, createClock(0));
  limiter.take(free);
  expect(() => limiter.take(free)).toThrow();
  expect(limiter.take({ key: 'b', tier: 'free' })).toHaveProperty('X-RateLimit-Remaining', '0');
  expect(createRateLimiter(true, createClock(0)).take({ key: 'c', tier: 'enterprise' })).toEqual({});
});

test('a given tier turns the limit on, with headers on every answer and Retry-After on the 429', async () => {
  const server = createTinyServer({ options: { tier: 'free' } });
  const first = await send(server, '/things', { json: {} });
  expect(first.headers.get('x-ratelimit-remaining')).toBe('19');
  for (let i = 0; i < 19; i++) await send(server, '/things', { json: {} });
  const refused = await send(server, '/things', { json: {} });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('x-ratelimit-limit')).toBe('60');
  expect(errorOf(refused)).toMatchObject({
    type: 'TooManyRequestsError',
    details: { limit: 60, window: 60, retry_after_seconds: 1 },
  });
  server.clock.advance(1000);
  expect((await send(server, '/things', { json: {} })).status).toBe(200);
});

test('without a tier there is no limit', async () => {
  const server = createTinyServer();
  expect((await send(server, '/things', { json: {} })).headers.has('x-ratelimit-limit')).toBe(false);
});
