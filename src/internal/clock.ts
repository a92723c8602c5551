/** Time as a parameter, so that tests never wait. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `run` once after `delayMs`. The function it returns cancels that. */
  setTimeout(run: () => void, delayMs: number): () => void;
}

/** Node fires at once when asked for more than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The system's time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(run, delayMs) {
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_TIMER_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
