import type { Commit } from './commit.js';
import type { Services } from './context.js';
import type { Mutex } from './mutex.js';
import type { JobTable } from './resolvers/table.js';
import type { State } from './state.js';
import { createTransaction } from './transaction.js';

export interface JobRunner {
  /** Runs every job that is due on the clock, in the order in which they became due. `undefined` when none is. */
  runDue(): Promise<void> | undefined;
  /** When the next job that nothing holds back is due, in milliseconds on the clock. */
  nextDueAt(): number | undefined;
}

export interface JobRunnerOptions {
  readonly jobs: JobTable;
  readonly state: State;
  readonly services: Services;
  readonly commit: Commit;
  readonly exclusively: Mutex;
  readonly log: (message: string) => void;
}

/** A job that schedules itself again at once would hold up its request for ever. */
const MAX_RUNS = 10_000;

export function createJobRunner({ jobs, state, services, commit, exclusively, log }: JobRunnerOptions): JobRunner {
  const next = (until: number) => {
    let earliest: { id: string; due_at: number } | undefined;
    for (const job of state.jobs()) {
      const counts = job.due_at <= until && !services.heldJobs.has(job.id);
      if (counts && (earliest === undefined || job.due_at < earliest.due_at)) earliest = job;
    }
    return earliest;
  };
  const nextDue = () => next(services.clock.now());

  const runOne = async (id: string): Promise<void> => {
    const job = state.get('jobs', id);
    if (job === undefined) return;
    const transaction = createTransaction(services.id);
    try {
      const handler = jobs[job.kind];
      if (handler === undefined) throw new Error(`No handler is registered for jobs of the kind "${job.kind}".`);
      await handler({ payload: job.payload }, { state, tx: transaction, services });
      transaction.delete('jobs', id);
      await commit(transaction);
    } catch (error) {
      // Its changes are dropped and it is not tried again: it would fail before every request.
      log(
        `The job ${id} (${job.kind}) failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      transaction.take();
      transaction.takeWork();
      transaction.delete('jobs', id);
      await commit(transaction);
    }
  };

  return {
    runDue() {
      if (nextDue() === undefined) return undefined;
      return exclusively(async () => {
        for (let runs = 0; runs < MAX_RUNS; runs++) {
          const due = nextDue();
          if (due === undefined) return;
          await runOne(due.id);
        }
        log(`Stopped after ${MAX_RUNS} jobs in one request; the others run before the next.`);
      });
    },
    nextDueAt: () => next(Infinity)?.due_at,
  };
}
