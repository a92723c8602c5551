type Listener = (reason: unknown) => void;

/** One-shot cancellation with a reason: lighter than an `AbortController`, which is made only when a signal is asked for. */
export class Cancellation {
  #cancelled = false;
  #reason: unknown;
  #listeners: Set<Listener> | undefined;
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
    const listeners = this.#listeners;
    this.#listeners = undefined;
    if (listeners !== undefined) for (const listener of listeners) listener(reason);
    this.#controller?.abort(reason);
  }

  /** Calls `listener` on cancellation, at once when it already happened. Returns how to stop listening. */
  subscribe(listener: Listener): () => void {
    if (this.#cancelled) {
      listener(this.#reason);
      return () => undefined;
    }
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
    return () => {
      this.#listeners?.delete(listener);
    };
  }

  /** Settles as `work` does, or rejects with the reason as soon as cancelled, even when `work` never settles. */
  race<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const stop = this.subscribe(reject);
      work.then(
        (result) => {
          stop();
          resolve(result);
        },
        (error: unknown) => {
          stop();
          const reason = error as Error;
          reject(reason);
        },
      );
    });
  }
}
