import type { ResumeToken } from '../../call.js';
import { ConfigError } from '../../errors.js';

/** A run that was started. */
export interface StartedRun<Result, Progress, Report> {
  readonly result: Promise<Result>;
  pause(): void;
  resume(): void;
  progress(): Progress;
  resumeToken(): ResumeToken;
  /** What is reported from now on, each report in its turn. */
  reports(): AsyncIterableIterator<Report>;
}

/** What a run says before it has started. */
export interface NotStarted<Progress> {
  readonly progress: Progress;
  readonly resumeToken: ResumeToken;
}

/**
 * A run as a promise of its result. Like a call it holds one promise only, so that a failure is reported once however
 * the caller looks at it; whoever iterates has seen it. It starts when its code was loaded, and by then knows whether it
 * is paused and whether someone reads its reports.
 */
export class BulkRun<Result, Progress, Report> implements Promise<Result>, AsyncIterable<Report> {
  readonly [Symbol.toStringTag] = 'BulkRun';
  readonly #result: Promise<Result>;
  readonly #reports: Promise<AsyncIterableIterator<Report> | undefined>;
  readonly #before: NotStarted<Progress>;
  #started: StartedRun<Result, Progress, Report> | undefined;
  #isPaused = false;
  #isRead = false;

  constructor(load: () => Promise<() => StartedRun<Result, Progress, Report>>, before: NotStarted<Progress>) {
    this.#before = before;
    const starting = load().then((start) => {
      const run = start();
      this.#started = run;
      if (this.#isPaused) run.pause();
      return { run, reports: this.#isRead ? run.reports() : undefined };
    });
    this.#reports = starting.then(({ reports }) => reports);
    // The result says it.
    this.#reports.catch(() => undefined);
    this.#result = starting.then(({ run }) => run.result);
  }

  /** Starts no further request until `resume`. Those under way go on. */
  pause(): void {
    this.#isPaused = true;
    this.#started?.pause();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#isPaused = false;
    this.#started?.resume();
  }

  /** How far the run is. */
  progress(): Progress {
    return this.#started?.progress() ?? this.#before.progress;
  }

  /** What is done, as plain JSON: a run with it as `resumeFrom`, over the same source, sends the rest. */
  resumeToken(): ResumeToken {
    return this.#started?.resumeToken() ?? this.#before.resumeToken;
  }

  /**
   * What became of each item, in the order of the source. A loop that is slow holds the run back; leaving it does not
   * end the run. Throws what the run fails with.
   * @throws {ConfigError} when the run has started: iterate where it is made, and once
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Report> {
    if (this.#started !== undefined || this.#isRead) throw missedReports();
    this.#isRead = true;
    this.#result.catch(() => undefined);
    const reports = this.#reports as Promise<AsyncIterableIterator<Report>>;
    return {
      next: async () => (await reports).next(),
      return: async () => (await (await reports).return?.()) ?? { done: true, value: undefined },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  then<Fulfilled = Result, Rejected = never>(
    onFulfilled?: ((result: Result) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#result.then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Result | Rejected> {
    return this.#result.catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Result> {
    return this.#result.finally(onFinally);
  }
}

function missedReports(): ConfigError {
  return new ConfigError('The reports of a run can be read from its first on, once.', {
    hint: 'Iterate where the run is made: for await (const report of mp.namespaces.documents.upsertMany(source)).',
  });
}
