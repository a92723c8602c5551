import type { Clock } from '../../src/internal/clock.js';

export interface ManualClock extends Clock {
  /** Moves time on, running what falls due in order. */
  advance(ms: number): void;
  /** Delays of the timers that are set, shortest first. */
  pending(): number[];
  /** Resolves with the delay of the next timer that is set, or of one that is set already. */
  untilTimer(): Promise<number>;
  /** Runs `work` to its end; when nothing goes on without time, time jumps to the next timer. Not for work that waits for a socket. */
  drive<Result>(work: Promise<Result>): Promise<Result>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until told otherwise. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startMs;
  const timers = new Set<Timer>();
  const watchers = new Set<() => void>();

  function nextTimer(): Timer | undefined {
    return [...timers].sort((left, right) => left.at - right.at)[0];
  }

  function advance(ms: number): void {
    const end = now + ms;
    for (let timer = nextTimer(); timer !== undefined && timer.at <= end; timer = nextTimer()) {
      now = Math.max(now, timer.at);
      timers.delete(timer);
      timer.run();
    }
    now = end;
  }

  async function untilTimer(): Promise<number> {
    if (timers.size === 0) {
      await new Promise<void>((resolve) => {
        watchers.add(resolve);
      });
    }
    return (nextTimer()?.at ?? now) - now;
  }

  return {
    now: () => now,
    setTimeout(run, delayMs) {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      for (const watcher of watchers) watcher();
      watchers.clear();
      return () => {
        timers.delete(timer);
      };
    },
    advance,
    pending: () => [...timers].map((timer) => timer.at - now).sort((left, right) => left - right),
    untilTimer,
    async drive(work) {
      let settled = false;
      const isSettled = (): boolean => settled;
      const done = work.finally(() => {
        settled = true;
      });
      done.catch(() => undefined);
      while (!isSettled()) {
        await Promise.race([done.catch(() => undefined), untilTimer()]);
        // Let what can go on without time go on first.
        for (let tick = 0; tick < 5 && !isSettled(); tick++) await new Promise((resolve) => setImmediate(resolve));
        if (!isSettled() && timers.size > 0) advance((nextTimer()?.at ?? now) - now);
      }
      return done;
    },
  };
}
