import { describe, expect, it } from 'vitest';
import { backoffMs, readRetryAfter } from '../../src/transport/retry-delay.js';

const NOW = Date.UTC(2026, 0, 1);

describe('backoffMs', () => {
  it('doubles from 0.5 s up to 8 s and takes a random share of it', () => {
    expect([1, 2, 3, 4, 5, 9].map((failed) => backoffMs(failed, 1))).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
    expect(backoffMs(3, 0)).toBe(0);
  });
});

describe('readRetryAfter', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, undefined, 7],
    ['fractions', { 'retry-after': '0.25' }, undefined, 0.25],
    ['a date', { 'retry-after': new Date(NOW + 90_000).toUTCString() }, undefined, 90],
    ['a date in the past', { 'retry-after': new Date(NOW - 90_000).toUTCString() }, undefined, 0],
    ['details', {}, { retry_after_seconds: 3 }, 3],
    ['older details', {}, { retry_after: '4' }, 4],
    ['a used-up limit', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 12) }, undefined, 12],
    ['a reset in seconds', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' }, undefined, 5],
    ['a limit with room', { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '5' }, undefined, undefined],
    ['nonsense', { 'retry-after': 'soon' }, { retry_after_seconds: 'x' }, undefined],
    ['nothing', {}, undefined, undefined],
  ])('reads %s', (_name, headers, details, expected) => {
    expect(readRetryAfter(new Headers(headers as Record<string, string>), details, NOW)).toBe(expected);
  });
});
