import type { AttemptInfo } from '../call.js';
import { Cancellation } from '../internal/cancellation.js';
import type { Clock } from '../internal/clock.js';
import { failed } from './attempt-info.js';
import type { HedgeBudget } from './hedge-budget.js';
import { openLane } from './lane.js';
import type { Latencies } from './latencies.js';
import type { Answer, Call, Layer, Next, Sending } from './middleware.js';
import { retryReason } from './retry-policy.js';

export interface HedgeLayerOptions {
  readonly clock: Clock;
  readonly budget: HedgeBudget;
  readonly latencies: Latencies;
}

/**
 * Innermost but one: an attempt whose answer has not begun after a while gets a second one beside it. The first answer
 * wins and the other attempt is cancelled; a failure that may be repeated waits for the other.
 */
export function hedgeLayer({ clock, budget, latencies }: HedgeLayerOptions): Layer {
  return async (call, next) => {
    const { hedge } = call.settings.reads ?? {};
    if (hedge === undefined) return next(call);
    const operation = call.row.id;
    const startedAt = clock.now();
    budget.earn();
    const afterMs = hedge.afterMs === 'p95' ? latencies.p95(operation) : hedge.afterMs;
    const answer = await (afterMs === undefined ? next(call) : new Race(call, next, { clock, budget }).run(afterMs));
    latencies.record(operation, clock.now() - startedAt);
    return answer;
  };
}

interface Runner {
  readonly sending: Sending;
  readonly cancellation: Cancellation;
  readonly lane: Call;
  isOpen: boolean;
}

/** The attempts of one call that are under way side by side. */
class Race {
  readonly #call: Call;
  readonly #next: Next;
  readonly #clock: Clock;
  readonly #budget: HedgeBudget;
  readonly #before: readonly AttemptInfo[];
  readonly #runners: Runner[] = [];
  #stopTimer = (): void => undefined;

  constructor(call: Call, next: Next, { clock, budget }: Pick<HedgeLayerOptions, 'clock' | 'budget'>) {
    this.#call = call;
    this.#next = next;
    this.#clock = clock;
    this.#budget = budget;
    this.#before = [...call.attempts];
  }

  run(afterMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const first = this.#send(false, resolve, reject);
      this.#stopTimer = this.#clock.setTimeout(() => {
        if (first.lane.phase !== 'body' && this.#budget.take()) this.#send(true, resolve, reject);
      }, afterMs);
      this.#call.cancellation.subscribe(this.#follow);
    });
  }

  readonly #follow = (reason: unknown): void => {
    for (const { cancellation } of this.#runners) cancellation.cancel(reason);
  };

  #send(hedged: boolean, resolve: (answer: Answer) => void, reject: (error: Error) => void): Runner {
    const runner = this.#open(hedged);
    this.#runners.push(runner);
    this.#next(runner.lane).then(
      (answer) => {
        if (this.#settle(runner)) resolve(answer);
      },
      (error: unknown) => {
        if (this.#mayStillSucceed(runner, error)) this.#drop(runner, error);
        else if (this.#settle(runner)) reject(error as Error);
      },
    );
    return runner;
  }

  #open(hedged: boolean): Runner {
    const call = this.#call;
    const cancellation = new Cancellation();
    // What is under way counts among the attempts of the one sent beside it.
    const attempts = [
      ...this.#before,
      ...this.#runners.map(({ sending }) => ({ number: sending.number, durationMs: 0 })),
    ];
    const lane = openLane(call, {
      cancellation,
      attempts,
      onPhase: (phase) => {
        call.phase = phase;
      },
    });
    const sending = { number: attempts.length + 1, startedAt: this.#clock.now(), hedged };
    lane.sending = sending;
    return { sending, cancellation, lane, isOpen: true };
  }

  #mayStillSucceed(runner: Runner, error: unknown): boolean {
    const isAlone = !this.#runners.some((other) => other !== runner && other.isOpen);
    return runner.isOpen && !isAlone && retryReason(error, this.#call.row.retry) !== undefined;
  }

  /** Takes an attempt out of the race. */
  #drop(runner: Runner, error?: unknown): void {
    runner.isOpen = false;
    this.#call.attempts.push(failed(runner.sending, this.#clock.now(), error));
  }

  /** Makes this attempt the call's. `false` when it is out of the race. */
  #settle(winner: Runner): boolean {
    if (!winner.isOpen) return false;
    winner.isOpen = false;
    this.#stopTimer();
    this.#call.cancellation.unsubscribe(this.#follow);
    this.#call.sending = winner.sending;
    for (const runner of this.#runners) {
      if (!runner.isOpen) continue;
      this.#drop(runner);
      runner.cancellation.cancel(new Error('Another attempt answered first.'));
    }
    return true;
  }
}
