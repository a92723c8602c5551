import type { Part } from './batch.js';

/** Parts that were sent, or are parts of one that was, and have to be sent again. */
export interface WaitingLine<Item> {
  add(part: Part<Item>, dueAt: number): void;
  /** Takes the part out that is due and stands first in the source. */
  take(now: number): Part<Item> | undefined;
  /** When the next part is due. */
  readonly nextDueAt: number | undefined;
  readonly length: number;
}

export function createWaitingLine<Item>(): WaitingLine<Item> {
  const line: { part: Part<Item>; dueAt: number; position: number }[] = [];
  return {
    get length() {
      return line.length;
    },
    get nextDueAt() {
      return line.length === 0 ? undefined : Math.min(...line.map(({ dueAt }) => dueAt));
    },
    add(part, dueAt) {
      const position = part.entries[0]?.position ?? 0;
      const at = line.findIndex((other) => other.position > position);
      line.splice(at === -1 ? line.length : at, 0, { part, dueAt, position });
    },
    take(now) {
      const at = line.findIndex(({ dueAt }) => dueAt <= now);
      return at === -1 ? undefined : line.splice(at, 1)[0]?.part;
    },
  };
}
