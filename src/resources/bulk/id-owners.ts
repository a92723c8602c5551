import type { Batch, Part } from './batch.js';

/** Which batch on its way holds an id. A batch waits for those that held its ids before, so that writes of an id keep their order. */
export interface IdOwners {
  /** `false` when the batch has the id already: one request may not hold it twice. */
  claim(id: string, batch: Batch<unknown>): boolean;
  release(part: Part<unknown>): void;
}

export function createIdOwners(): IdOwners {
  const owners = new Map<string, Batch<unknown>>();
  return {
    claim(id, batch) {
      const owner = owners.get(id);
      if (owner === batch) return false;
      if (owner !== undefined) batch.after.add(owner);
      owners.set(id, batch);
      return true;
    },
    release({ batch, entries }) {
      for (const { id } of entries) if (id !== undefined && owners.get(id) === batch) owners.delete(id);
    },
  };
}
