import { fits, type Batch, type Entry } from './batch.js';
import type { Limits } from './limits.js';
import type { Ranges } from './ranges.js';
import type { OpenSource } from './source.js';

/** What a plan says about an item as it is read. */
export interface ReadItem<Item> {
  readonly item: Item;
  readonly id: string | undefined;
  readonly bytes: number;
}

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
  /** Positions that are left out: an earlier run has done them. */
  done: Ranges;
  readItem: (item: Item) => ReadItem<Item>;
}

/**
 * Groups a source into batches. A batch ends where the next item would not fit, or has an id that the batch already
 * holds. It is handed out when that item was read, so that the last batch is known to be the last.
 */
export function createBatchReader<Item>(options: BatchReaderOptions<Item>): BatchReader<Item> {
  const { source, limits, done, readItem } = options;
  let index = 0;
  let taken = 0;
  let skipped = 0;
  let isOver = false;
  let failure: { error: unknown } | undefined;
  /** Read, but not in a batch yet. */
  let carried: Entry<Item> | undefined;

  async function nextEntry(): Promise<Entry<Item> | undefined> {
    while (!isOver) {
      try {
        const step = source.next();
        const { done: hasEnded, value } = step instanceof Promise ? await step : step;
        if (hasEnded === true) break;
        const position = taken++;
        if (!done.has(position)) return { position, ...readItem(value) };
        skipped += 1;
      } catch (error) {
        failure = { error };
        break;
      }
    }
    isOver = true;
    return undefined;
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
      const entries: Entry<Item>[] = [];
      const ids = new Set<string>();
      let bytes = 0;
      let entry = carried ?? (await nextEntry());
      while (entry !== undefined) {
        bytes += entry.bytes;
        const isRepeated = entry.id !== undefined && ids.has(entry.id);
        if (isRepeated || !fits({ items: entries.length + 1, bytes }, limits.now)) break;
        if (entry.id !== undefined) ids.add(entry.id);
        entries.push(entry);
        entry = await nextEntry();
      }
      carried = entry;
      if (entries.length === 0) return undefined;
      return { index: index++, entries, isLast: carried === undefined, unsettled: entries.length };
    },
  };
}
