import type { BackgroundWork, JobStep, Services } from './context.js';
import type { Commit } from './commit.js';
import type { Mutex } from './mutex.js';
import type { State } from './state.js';
import { createTransaction } from './transaction.js';

/** Work that goes on while requests are answered: deliveries, fetches. */
export interface Background {
  start(work: BackgroundWork): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Breaks off what is under way, and waits until it has ended. */
  close(): Promise<void>;
}

export interface BackgroundParts {
  readonly exclusively: Mutex;
  readonly state: State;
  /** Asked for when work ends: they are made after this. */
  readonly faces: () => Promise<{ readonly services: Services; readonly commit: Commit }>;
  readonly log: (message: string) => void;
}

export function createBackground(parts: BackgroundParts): Background {
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();

  const apply = (step: JobStep): Promise<void> =>
    parts.exclusively(async () => {
      const { services, commit } = await parts.faces();
      const tx = createTransaction(services.id);
      await step({ state: parts.state, tx, services });
      await commit(tx);
    });

  const run = async (work: BackgroundWork): Promise<void> => {
    try {
      const step = await work(closing.signal);
      if (step !== undefined && !closing.signal.aborted) await apply(step);
    } catch (error) {
      if (closing.signal.aborted) return;
      parts.log(
        `Work in the background failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  };

  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  return {
    start(work) {
      const running = run(work).finally(() => underWay.delete(running));
      underWay.add(running);
    },
    idle,
    async close() {
      closing.abort();
      await idle();
    },
  };
}
