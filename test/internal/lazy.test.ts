import { expect, it } from 'vitest';
import { lazy } from '../../src/internal/lazy.js';

it('loads once, however many ask, and then gives the value at once', async () => {
  let loads = 0;
  const get = lazy(async () => (loads += 1));
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(get()).toBe(1);
});

it('tries again after a load that failed', async () => {
  let loads = 0;
  const get = lazy(async () => {
    loads += 1;
    if (loads === 1) throw new Error('offline');
    return loads;
  });
  await expect(get()).rejects.toThrow('offline');
  expect(await get()).toBe(2);
});
