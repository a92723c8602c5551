/** One-shot cancellation with a reason: lighter than an `AbortController`, which is made only when a signal is asked for. */
export interface Cancellation {
  /** Why it was cancelled; `undefined` until then. */
  readonly reason: unknown;
  /** Follows the cancellation. Its `abort` event carries the reason. */
  readonly signal: AbortSignal;
  /** The first reason wins. */
  cancel(reason: unknown): void;
  /** Calls `listener` on cancellation, at once when it already happened. Returns how to stop listening. */
  subscribe(listener: (reason: unknown) => void): () => void;
  /** Settles as `work` does, or rejects with the reason as soon as cancelled, even when `work` never settles. */
  race<Result>(work: Promise<Result>): Promise<Result>;
}

export function createCancellation(): Cancellation {
  const listeners = new Set<(reason: unknown) => void>();
  let cancelled = false;
  let reason: unknown;
  let controller: AbortController | undefined;

  const cancellation: Cancellation = {
    get reason() {
      return reason;
    },
    get signal() {
      if (controller === undefined) {
        controller = new AbortController();
        if (cancelled) controller.abort(reason);
      }
      return controller.signal;
    },
    cancel(why) {
      if (cancelled) return;
      cancelled = true;
      reason = why;
      for (const listener of [...listeners]) listener(why);
      listeners.clear();
      controller?.abort(why);
    },
    subscribe(listener) {
      if (cancelled) {
        listener(reason);
        return () => undefined;
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    race(work) {
      return new Promise((resolve, reject) => {
        const stop = cancellation.subscribe(reject);
        work.then(
          (result) => {
            stop();
            resolve(result);
          },
          (error: unknown) => {
            stop();
            reject(error as Error);
          },
        );
      });
    },
  };
  return cancellation;
}
