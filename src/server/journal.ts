/** One request that the server answered, or broke off. */
export interface JournalEntry {
  readonly at: number;
  readonly requestId: string;
  /** Absent when no operation matched. */
  readonly operation: string | undefined;
  readonly method: string;
  readonly path: string;
  /** Request headers; the value of `authorization` is not kept. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent when the connection was broken off. */
  readonly status: number | undefined;
}

/** The last requests of an instance, oldest first. */
export interface Journal {
  list(): readonly JournalEntry[];
  clear(): void;
}

const CAPACITY = 1000;

export function createJournal(): Journal & { add(entry: JournalEntry): void } {
  let entries: JournalEntry[] = [];
  return {
    add(entry) {
      const headers = { ...entry.headers };
      if ('authorization' in headers) headers['authorization'] = '***';
      entries.push({ ...entry, headers });
      // Trimmed in blocks, so that a long run does not move the array on every request.
      if (entries.length >= 2 * CAPACITY) entries = entries.slice(-CAPACITY);
    },
    list: () => entries.slice(-CAPACITY),
    clear() {
      entries = [];
    },
  };
}
