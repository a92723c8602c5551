import type { Store } from './store.js';

/** Keeps nothing: the state in memory is all there is. */
export function createMemoryStore(): Store {
  const values = new Map<string, string>();
  return {
    async *load() {},
    commit: async () => undefined,
    getValue: async (name) => values.get(name),
    async setValue(name, value) {
      values.set(name, value);
    },
    clear: async () => undefined,
    close: async () => undefined,
  };
}
