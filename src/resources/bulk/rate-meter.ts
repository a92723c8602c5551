import type { Clock } from '../../internal/clock.js';

const SPAN_MS = 5_000;
const STEP_MS = 100;

/** Items per second over the last five seconds. */
export interface RateMeter {
  add(count: number): void;
  readonly perSecond: number;
}

export function createRateMeter(clock: Clock): RateMeter {
  const startedAt = clock.now();
  let steps: { at: number; count: number }[] = [];
  return {
    add(count) {
      const at = Math.floor(clock.now() / STEP_MS) * STEP_MS;
      const last = steps.at(-1);
      if (last?.at === at) last.count += count;
      else steps.push({ at, count });
      if (steps.length > (2 * SPAN_MS) / STEP_MS) steps = steps.slice(-SPAN_MS / STEP_MS);
    },
    get perSecond() {
      const now = clock.now();
      const from = Math.max(startedAt, now - SPAN_MS);
      const count = steps.reduce((sum, step) => (step.at + STEP_MS > from ? sum + step.count : sum), 0);
      return now <= from ? 0 : (count * 1000) / (now - from);
    },
  };
}
