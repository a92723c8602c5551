/** Values handed over some at a time: the giver waits until the taker comes back for more. */
export interface ReportStream<Value> extends AsyncIterableIterator<Value> {
  /** Resolves when the values were used, or nobody waits for that any longer. */
  give(values: readonly Value[]): Promise<void>;
  /** What is left stays for the taker, but no giver waits for it. */
  release(): void;
  /** After what is left, the taker gets the end; with a failure, that. */
  end(failure?: { readonly error: unknown }): void;
}

type Step<Value> = IteratorResult<Value, undefined>;
const END = { done: true, value: undefined } as const;

export function createReportStream<Value>(): ReportStream<Value> {
  let values: Value[] = [];
  let at = 0;
  let givers: (() => void)[] = [];
  let takers: { resolve: (step: Step<Value>) => void; reject: (error: unknown) => void }[] = [];
  let ending: { readonly failure?: { readonly error: unknown } | undefined } | undefined;
  let isReleased = false;

  function release(): void {
    const waiting = givers;
    givers = [];
    for (const resolve of waiting) resolve();
  }

  function serve(): void {
    while (takers.length > 0 && at < values.length) {
      takers.shift()?.resolve({ done: false, value: values[at++] as Value });
    }
    if (at < values.length || ending === undefined) return;
    for (const taker of takers) {
      const { failure } = ending;
      ending = {};
      if (failure === undefined) taker.resolve(END);
      else taker.reject(failure.error);
    }
    takers = [];
  }

  return {
    give(given) {
      if (ending !== undefined || given.length === 0) return Promise.resolve();
      values = at < values.length ? [...values.slice(at), ...given] : [...given];
      at = 0;
      serve();
      if (isReleased) return Promise.resolve();
      return new Promise((resolve) => {
        givers.push(resolve);
      });
    },
    release() {
      isReleased = true;
      release();
    },
    end(failure) {
      ending ??= { failure };
      serve();
    },
    next() {
      if (at >= values.length) release();
      return new Promise((resolve, reject) => {
        takers.push({ resolve, reject });
        serve();
      });
    },
    return() {
      values = [];
      at = 0;
      ending = {};
      release();
      serve();
      return Promise.resolve(END);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
