/** The time of one server instance, in milliseconds since 1970. Everything that happens later happens on it. */
export interface ServerClock {
  now(): number;
  /** Moves the time forward. A running clock keeps running. */
  advance(ms: number): void;
  /** Jumps to a time, forward or back. A running clock runs on from there. */
  set(time: number | string | Date): void;
  /** Stops the clock at its present time. */
  freeze(): void;
}

/** `real`: the system's time. `manual`: stopped at 2026-01-01T00:00:00Z. A time: stopped there. */
export type ClockOption = 'real' | 'manual' | number | (string & {}) | Date;

const MANUAL_START = Date.UTC(2026, 0, 1);

export function createClock(option: ClockOption = 'real', systemNow: () => number = Date.now): ServerClock {
  let offset = 0;
  let frozenAt: number | undefined;
  if (option === 'manual') frozenAt = MANUAL_START;
  else if (option !== 'real') frozenAt = toMilliseconds(option);

  const now = (): number => frozenAt ?? systemNow() + offset;
  const set = (time: number): void => {
    if (frozenAt === undefined) offset = time - systemNow();
    else frozenAt = time;
  };

  return {
    now,
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) {
        throw new RangeError(`advance takes a number of milliseconds of 0 or more, not ${ms}. Use set to go back.`);
      }
      set(now() + ms);
    },
    set: (time) => set(toMilliseconds(time)),
    freeze() {
      frozenAt = now();
    },
  };
}

function toMilliseconds(time: number | string | Date): number {
  const ms = typeof time === 'number' ? time : new Date(time).getTime();
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) {
    throw new RangeError(`"${String(time)}" is not a time. Give milliseconds since 1970, an ISO string or a Date.`);
  }
  return ms;
}
