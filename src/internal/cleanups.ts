/** Things to undo when a piece of work ends: listeners, timers. Run once, in reverse order. */
export class Cleanups {
  #pending: (() => unknown)[] | undefined;
  #ended = false;

  /** Undone at once when the work has ended. */
  add(undo: () => unknown): void {
    if (this.#ended) undo();
    else (this.#pending ??= []).push(undo);
  }

  run(): void {
    const undos = this.#pending;
    this.#pending = undefined;
    this.#ended = true;
    while (undos !== undefined && undos.length > 0) undos.pop()?.();
  }
}
