/** Remembers which events were received. */
export interface SeenStore {
  /**
   * Takes note of an event, and says whether it is new. Of two processes that ask at once, one has to hear true: in a database,
   * an insert that a unique key refuses.
   */
  add(eventId: string): boolean | Promise<boolean>;
  /** Forgets an event whose handling failed, so that its next delivery counts as new. */
  remove(eventId: string): void | Promise<void>;
}

export interface MemoryStoreOptions {
  /** For how long an event is remembered, in milliseconds. Default 86,400,000: a day, longer than deliveries are repeated. */
  ttlMs?: number;
  /** Events that are remembered; the oldest go first. Default 10,000. */
  maxEntries?: number;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Remembers events of one process, in memory. Several processes need a store that they share.
 *
 * @example
 * createWebhookReceiver({ secret, seen: createMemoryStore({ ttlMs: 60_000 }) });
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): SeenStore {
  const { ttlMs = DAY_MS, maxEntries = 10_000, now = Date.now } = options;
  // In order of arrival, so that those to forget come first.
  const seen = new Map<string, number>();
  const forget = (): void => {
    for (const [id, at] of seen) {
      if (now() - at < ttlMs && seen.size <= maxEntries) return;
      seen.delete(id);
    }
  };
  return {
    add(id) {
      const at = seen.get(id);
      const isNew = at === undefined || now() - at >= ttlMs;
      if (isNew) {
        seen.delete(id);
        seen.set(id, now());
      }
      forget();
      return isNew;
    },
    remove: (id) => void seen.delete(id),
  };
}
