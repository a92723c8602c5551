/** Calls under way, so that closing can wait for them. */
export interface InFlight {
  /** A call begins. The function it returns is to be called when it has ended. */
  enter(): () => void;
  /** Resolves when the calls that began before have ended, also those that are between two attempts. */
  ended(): Promise<void>;
}

export function createInFlight(): InFlight {
  let group = { size: 0, onEmpty: (): void => undefined };
  return {
    enter() {
      const joined = group;
      joined.size += 1;
      return () => {
        joined.size -= 1;
        if (joined.size === 0) joined.onEmpty();
      };
    },
    ended() {
      const closing = group;
      // Calls that begin from now on are not waited for, or a busy client would never close.
      group = { size: 0, onEmpty: () => undefined };
      if (closing.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        closing.onEmpty = resolve;
      });
    },
  };
}
