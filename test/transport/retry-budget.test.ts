import { describe, expect, it } from 'vitest';
import { createRetryBudget } from '../../src/transport/retry-budget.js';
import { createManualClock } from '../helpers/clock.js';

describe('createRetryBudget', () => {
  it('is used up by retries, refilled by time and by successes, never above its capacity', () => {
    const clock = createManualClock();
    const budget = createRetryBudget({ clock, capacity: 2, perSecond: 1 });
    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
    clock.advance(1_000);
    expect([budget.take(), budget.take()]).toEqual([true, false]);
    for (let success = 0; success < 11; success++) budget.refund();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
    clock.advance(60_000);
    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
  });
});
