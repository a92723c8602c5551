/** How often filters of each namespace looked at fields that no index serves. Kept in memory: a restart counts anew. */
export interface FilterUsage {
  /** One query that filtered by these fields. */
  add(namespaceId: string, fields: Iterable<string>, now: number): void;
  /** Fields with more than 100 such queries in the last 24 hours. */
  frequent(namespaceId: string, now: number): string[];
  /** Whether any query within the last 24 hours is known. Forgets older ones. */
  isActive(namespaceId: string, now: number): boolean;
  forget(namespaceId: string, field: string): void;
  clear(): void;
}

const WINDOW_MS = 24 * 60 * 60 * 1000;
const THRESHOLD = 100;

export function createFilterUsage(): FilterUsage {
  /** By namespace and field, the times of the latest queries: one more than the threshold tells all there is to know. */
  const times = new Map<string, Map<string, number[]>>();
  const isRecent = (time: number | undefined, now: number): boolean => time !== undefined && now - time < WINDOW_MS;

  return {
    add(namespaceId, fields, now) {
      const byField = times.get(namespaceId) ?? new Map<string, number[]>();
      times.set(namespaceId, byField);
      for (const field of fields) {
        const latest = byField.get(field) ?? [];
        byField.set(field, latest);
        latest.push(now);
        if (latest.length > THRESHOLD + 1) latest.shift();
      }
    },
    frequent(namespaceId, now) {
      const fields = Array.from(times.get(namespaceId) ?? []);
      return fields
        .filter(([, latest]) => latest.length > THRESHOLD && isRecent(latest[0], now))
        .map(([field]) => field);
    },
    isActive(namespaceId, now) {
      const byField = times.get(namespaceId) ?? new Map<string, number[]>();
      for (const [field, latest] of byField) if (!isRecent(latest.at(-1), now)) byField.delete(field);
      if (byField.size === 0) times.delete(namespaceId);
      return byField.size > 0;
    },
    forget: (namespaceId, field) => void times.get(namespaceId)?.delete(field),
    clear: () => times.clear(),
  };
}
