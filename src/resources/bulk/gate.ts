import type { Clock } from '../../internal/clock.js';

/** Whether requests may start. Those under way go on. */
export interface Gate {
  readonly isOpen: boolean;
  readonly isPaused: boolean;
  pause(): void;
  resume(): void;
  /** Nothing starts for so long: the service asked for it. The longest wait asked for wins. */
  closeFor(ms: number): void;
  /** When it opens by itself; `undefined` when it is open or someone has to resume it. */
  readonly opensAt: number | undefined;
}

export function createGate(clock: Clock): Gate {
  let isPaused = false;
  let closedUntil = 0;
  const isClosed = (): boolean => clock.now() < closedUntil;
  return {
    get isOpen() {
      return !isPaused && !isClosed();
    },
    get isPaused() {
      return isPaused;
    },
    get opensAt() {
      return !isPaused && isClosed() ? closedUntil : undefined;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
    },
    closeFor(ms) {
      closedUntil = Math.max(closedUntil, clock.now() + ms);
    },
  };
}
