import type { ResumeToken } from '../../call.js';

/** How a run is looked at and steered while it goes on. */
export interface RunControls<Progress, Report> {
  /** Starts nothing more. Requests under way go on. */
  pause(): void;
  resume(): void;
  progress(): Progress;
  /** What a later run over the same source need not send. Plain JSON. */
  resumeToken(): ResumeToken;
  reports(): AsyncIterableIterator<Report>;
}

/**
 * A run as a promise of its result. Like a call it holds one promise only, so that a failure is reported once however
 * the caller looks at it; whoever iterates has seen it.
 */
export class BulkRun<Result, Progress, Report> implements Promise<Result>, AsyncIterable<Report> {
  readonly [Symbol.toStringTag] = 'BulkRun';
  readonly #result: Promise<Result>;
  readonly #controls: RunControls<Progress, Report>;

  constructor(result: Promise<Result>, controls: RunControls<Progress, Report>) {
    this.#result = result;
    this.#controls = controls;
  }

  /** Starts no further request until `resume`. Those under way go on. */
  pause(): void {
    this.#controls.pause();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#controls.resume();
  }

  /** How far the run is. */
  progress(): Progress {
    return this.#controls.progress();
  }

  /** What is done, as plain JSON: a run with it as `resumeFrom`, over the same source, sends the rest. */
  resumeToken(): ResumeToken {
    return this.#controls.resumeToken();
  }

  /**
   * What became of each item, in the order of the source. A loop that is slow holds the run back; leaving it does not
   * end the run. Throws what the run fails with.
   * @throws {ConfigError} when reports have been missed: iterate as soon as the run was started, and once
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Report> {
    const reports = this.#controls.reports();
    this.#result.catch(() => undefined);
    return reports;
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
