import type { Size } from './limits.js';

/** An item and where it stands in the source. */
export interface Entry<Item> {
  readonly position: number;
  /** Writes of the same id keep their order. `undefined`: no other item has its id. */
  readonly id: string | undefined;
  /** As estimated by the plan. */
  readonly bytes: number;
  /** Let go when it is acknowledged. */
  item: Item | undefined;
  /** Why it was not written; `undefined` while that is open, or when it was. */
  error?: unknown;
}

/** Neighbouring items that were read together, and are reported together. */
export interface Batch<Item> {
  /** Counts from 0. */
  readonly index: number;
  readonly entries: Entry<Item>[];
  /** Earlier batches that hold an id of this one. */
  readonly after: Set<Batch<unknown>>;
  /** Nothing follows it. */
  isLast: boolean;
  /** Entries that are neither acknowledged nor failed. */
  unsettled: number;
}

/** What is sent in one request: a batch, or a part of one. */
export interface Part<Item> {
  readonly batch: Batch<Item>;
  readonly entries: readonly Entry<Item>[];
  /** How many times it was sent. */
  readonly tries: number;
}

export function sizeOf(entries: readonly Entry<unknown>[]): Size {
  return { items: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
}

export function fits(size: Size, limit: Size): boolean {
  // One item alone is always worth a try.
  return size.items <= 1 || (size.items <= limit.items && size.bytes <= limit.bytes);
}

/** Cuts a part so that each piece is within the limit, in order. */
export function cut<Item>(part: Part<Item>, limit: Size): Part<Item>[] {
  const pieces: Entry<Item>[][] = [];
  let bytes = 0;
  for (const entry of part.entries) {
    const piece = pieces.at(-1);
    bytes += entry.bytes;
    if (piece !== undefined && fits({ items: piece.length + 1, bytes }, limit)) {
      piece.push(entry);
    } else {
      pieces.push([entry]);
      bytes = entry.bytes;
    }
  }
  return pieces.map((entries) => ({ ...part, entries }));
}

/** Two halves: for a part that is too large although it is within every limit that is known. */
export function halve<Item>(part: Part<Item>): Part<Item>[] {
  const middle = Math.ceil(part.entries.length / 2);
  return [part.entries.slice(0, middle), part.entries.slice(middle)].map((entries) => ({ ...part, entries }));
}
