import type { Batch, Entry } from './batch.js';

/** Ids of entries that are on their way. A batch with one of them waits, so that two writes of an id keep their order. */
export interface IdsInUse {
  clashes(batch: Batch<unknown>): boolean;
  add(entries: readonly Entry<unknown>[]): void;
  remove(entry: Entry<unknown>): void;
}

export function createIdsInUse(): IdsInUse {
  const ids = new Set<string>();
  return {
    clashes: ({ entries }) => ids.size > 0 && entries.some(({ id }) => id !== undefined && ids.has(id)),
    add(entries) {
      for (const { id } of entries) if (id !== undefined) ids.add(id);
    },
    remove({ id }) {
      if (id !== undefined) ids.delete(id);
    },
  };
}
