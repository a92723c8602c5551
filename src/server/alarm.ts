export interface AlarmParts {
  /** Whether time passes by itself. */
  readonly runs: boolean;
  readonly now: () => number;
  /** When something is due next; `undefined`: never. */
  readonly nextDueAt: () => number | undefined;
  readonly ring: () => Promise<void> | undefined;
}

/** Does what is due also when nobody asks: a delivery, a schedule, the end of a task. */
export interface Alarm {
  /** Looks when it is due next; to be called when that may have changed. */
  set(): void;
  clear(): void;
}

/** Timers take no more, and a clock may be moved: it is looked at again after at most this long. */
const LONGEST_MS = 60_000;
/** What was not done when it was due is not asked for all the time. */
const SHORTEST_AGAIN_MS = 1000;

export function createAlarm({ runs, now, nextDueAt, ring }: AlarmParts): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cleared = false;

  const arm = (shortest: number): void => {
    if (!runs || cleared) return;
    const due = nextDueAt();
    clearTimeout(timer);
    timer = undefined;
    if (due === undefined) return;
    timer = setTimeout(() => void rings(), Math.min(Math.max(due - now(), shortest), LONGEST_MS));
    // On Node it keeps no process alive; browsers number their timers.
    if (typeof timer === 'object') timer.unref();
  };
  const rings = async (): Promise<void> => {
    await ring()?.catch(() => undefined);
    arm(SHORTEST_AGAIN_MS);
  };

  return {
    set: () => arm(0),
    clear() {
      cleared = true;
      clearTimeout(timer);
    },
  };
}
