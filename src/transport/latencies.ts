/** How many of the latest calls of an operation are looked at. */
const WINDOW = 100;
/** Fewer say nothing about the slowest twentieth. */
const FEWEST = 20;
/** A hedge sooner than this would double calls that were about to end. */
const FLOOR_MS = 10;

/** How long the latest calls of each operation took. */
export interface Latencies {
  record(operation: string, durationMs: number): void;
  /** What nineteen in twenty stayed below, in milliseconds, 10 at least; `undefined` before 20 calls. */
  p95(operation: string): number | undefined;
}

export function createLatencies(): Latencies {
  const windows = new Map<string, { readonly durations: number[]; next: number }>();
  return {
    record(operation, durationMs) {
      let window = windows.get(operation);
      if (window === undefined) windows.set(operation, (window = { durations: [], next: 0 }));
      window.durations[window.next] = durationMs;
      window.next = (window.next + 1) % WINDOW;
    },
    p95(operation) {
      const durations = windows.get(operation)?.durations ?? [];
      if (durations.length < FEWEST) return undefined;
      const sorted = durations.toSorted((left, right) => left - right);
      return Math.max(FLOOR_MS, sorted[Math.ceil(sorted.length * 0.95) - 1] ?? FLOOR_MS);
    },
  };
}
