import { fits, type Batch, type Entry } from './batch.js';
import type { IdOwners } from './id-owners.js';
import type { Limits } from './limits.js';
import type { Ranges } from './ranges.js';
import type { OpenSource } from './source.js';

export interface BatchReader<Item> {
  /** The next batch; `undefined` at the end. What was read before the source failed comes first, then `failure` is set. */
  read(): Promise<Batch<Item> | undefined>;
  /** Items taken from the source, skipped ones included. */
  readonly taken: number;
  readonly skipped: number;
  /** What the source threw. */
  readonly failure: { readonly error: unknown } | undefined;
}

export interface BatchReaderOptions<Item> {
  source: OpenSource<Item>;
  limits: Limits;
  owners: IdOwners;
  /** Positions that are left out: an earlier run has done them. */
  done: Ranges;
  toEntry: (item: Item, position: number) => Entry<Item>;
}

/**
 * Groups a source into batches. A batch ends where the next item would not fit, or has an id that the batch already
 * holds. It is handed out when that item was read, so that the last batch is known to be the last.
 */
export function createBatchReader<Item>(options: BatchReaderOptions<Item>): BatchReader<Item> {
  const { source, limits, owners, done, toEntry } = options;
  let batches = 0;
  let taken = 0;
  let skipped = 0;
  let failure: { error: unknown } | undefined;
  /** Read, but not in a batch yet. */
  let carried: Entry<Item> | undefined;

  /** Adds what fits; resolves when something did not, or there is nothing more. */
  async function fill(batch: Batch<Item>): Promise<void> {
    let bytes = 0;
    /** Keeps the entry for the next batch when it does not fit. */
    const add = (entry: Entry<Item>): boolean => {
      bytes += entry.bytes;
      const isTooMuch = !fits({ items: batch.entries.length + 1, bytes }, limits.now);
      if (isTooMuch || (entry.id !== undefined && !owners.claim(entry.id, batch))) {
        carried = entry;
        return false;
      }
      batch.entries.push(entry);
      return true;
    };
    const first = carried;
    carried = undefined;
    if (first !== undefined) add(first);
    for (;;) {
      const given = source.next();
      // A promise per item is what an async source costs; others are read without.
      const step = given instanceof Promise ? await given : given;
      if (step.done === true) return;
      const position = taken++;
      if (done.has(position)) skipped += 1;
      else if (!add(toEntry(step.value, position))) return;
    }
  }

  return {
    get taken() {
      return taken;
    },
    get skipped() {
      return skipped;
    },
    get failure() {
      return failure;
    },
    async read() {
      const batch: Batch<Item> = { index: batches, entries: [], after: new Set(), isLast: false, unsettled: 0 };
      try {
        await fill(batch);
      } catch (error) {
        failure = { error };
      }
      if (batch.entries.length === 0) return undefined;
      batches += 1;
      batch.isLast = carried === undefined;
      batch.unsettled = batch.entries.length;
      return batch;
    },
  };
}
