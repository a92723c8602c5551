/** Things to undo when a piece of work ends: listeners, timers. Run once, in reverse order. */
export interface Cleanups {
  add(undo: () => unknown): void;
  run(): void;
}

export function createCleanups(): Cleanups {
  let pending: (() => unknown)[] | undefined = [];
  return {
    add(undo) {
      if (pending === undefined) undo();
      else pending.push(undo);
    },
    run() {
      const undos = pending ?? [];
      pending = undefined;
      for (const undo of undos.reverse()) undo();
    },
  };
}
