type Listener = (reason: unknown) => void;

/** One-shot cancellation with a reason: lighter than an `AbortController`, which is made only when a signal is asked for. */
export class Cancellation {
  #cancelled = false;
  #reason: unknown;
  /** Most have one listener: a set is made for the second. */
  #listener: Listener | undefined;
  #others: Set<Listener> | undefined;
  #controller: AbortController | undefined;

  /** Why it was cancelled; `undefined` until then. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Follows the cancellation. Its `abort` event carries the reason. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancelled) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** The first reason wins. */
  cancel(reason: unknown): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#reason = reason;
    const [listener, others] = [this.#listener, this.#others];
    this.#listener = undefined;
    this.#others = undefined;
    listener?.(reason);
    if (others !== undefined) for (const other of others) other(reason);
    this.#controller?.abort(reason);
  }

  /** Calls `listener` on cancellation, at once when it already happened. Each function counts once. */
  subscribe(listener: Listener): void {
    if (this.#cancelled) listener(this.#reason);
    else if (this.#listener === undefined || this.#listener === listener) this.#listener = listener;
    else (this.#others ??= new Set()).add(listener);
  }

  /** Stops listening. */
  unsubscribe(listener: Listener): void {
    if (this.#listener === listener) this.#listener = undefined;
    else this.#others?.delete(listener);
  }

  /** Settles as `work` does, or rejects with the reason as soon as cancelled, even when `work` never settles. */
  race<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.subscribe(reject);
      work.then(
        (result) => {
          this.unsubscribe(reject);
          resolve(result);
        },
        (error: unknown) => {
          this.unsubscribe(reject);
          const reason = error as Error;
          reject(reason);
        },
      );
    });
  }
}
