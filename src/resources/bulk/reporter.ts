import type { Batch } from './batch.js';

/** Hands settled batches on in the order of the source, one at a time. */
export interface Reporter<Item> {
  settled(batch: Batch<Item>): void;
  /** Batches that were handed on. */
  readonly reported: number;
  /** Resolves when everything that can be handed on was; `gaps` also what stands behind a batch that never settled. */
  finish(options?: { gaps: boolean }): Promise<void>;
}

export interface ReporterOptions<Item> {
  /** Awaited before the next batch is handed on. */
  report: (batch: Batch<Item>) => void | Promise<void>;
  onReported: () => void;
  onFailure: (error: unknown) => void;
}

export function createReporter<Item>({ report, onReported, onFailure }: ReporterOptions<Item>): Reporter<Item> {
  const settled = new Map<number, Batch<Item>>();
  let next = 0;
  let reported = 0;
  let hasFailed = false;
  let work: Promise<void> | undefined;

  async function handOn(index: number): Promise<void> {
    const batch = settled.get(index);
    settled.delete(index);
    next = index + 1;
    if (batch === undefined || hasFailed) return;
    reported += 1;
    await report(batch);
    onReported();
  }

  async function drain(): Promise<void> {
    try {
      while (settled.has(next)) await handOn(next);
    } catch (error) {
      hasFailed = true;
      onFailure(error);
    } finally {
      work = undefined;
    }
  }

  const start = (): Promise<void> => (work ??= Promise.resolve().then(drain));

  return {
    get reported() {
      return reported;
    },
    settled(batch) {
      settled.set(batch.index, batch);
      if (batch.index === next) void start();
    },
    async finish({ gaps } = { gaps: false }) {
      await start();
      if (!gaps) return;
      for (const index of [...settled.keys()].sort((a, b) => a - b)) {
        next = index;
        await start();
      }
    },
  };
}
