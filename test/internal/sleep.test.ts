import { describe, expect, it } from 'vitest';
import { Cancellation } from '../../src/internal/cancellation.js';
import { sleep } from '../../src/internal/sleep.js';
import { createManualClock } from '../helpers/clock.js';

describe('sleep', () => {
  it('ends when the time has come', async () => {
    const clock = createManualClock(0);
    const sleeping = sleep(100, { clock }).then(() => clock.now());
    clock.advance(99);
    expect(clock.pending()).toEqual([1]);
    clock.advance(1);
    expect(await sleeping).toBe(100);
  });

  it('ends with the reason when cancelled, and leaves no timer', async () => {
    const clock = createManualClock();
    const cancellation = new Cancellation();
    const sleeping = sleep(100, { clock, cancellation });
    cancellation.cancel(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(sleep(100, { clock, cancellation })).rejects.toThrow('enough');
    expect(clock.pending()).toEqual([]);
  });
});
