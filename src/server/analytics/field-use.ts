import type { Execution } from './executions.js';
import { percentOf, sumOf } from './share.js';
import { SLOW_MS, VERY_SLOW_MS } from './signals.js';
import { timesOf, type Times } from './times.js';

/** How queries used a field. */
export interface FieldUse {
  readonly field: string;
  readonly times: Times;
  /** Different retrievers; all ad-hoc queries count as one. */
  readonly retrievers: number;
  readonly slow: number;
  readonly verySlow: number;
  /** Share of the time of all queries that those with the field took, 0 to 100: what an index could save at most. */
  readonly timeShare: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** Fields that queries filtered or sorted by, the most used first. Queries that failed are left out. */
export function fieldUses(executions: readonly Execution[]): FieldUse[] {
  const completed = executions.filter(({ error }) => error === null);
  const whole = sumOf(completed.map(({ durationMs }) => durationMs));
  const byField = new Map<string, Execution[]>();
  for (const execution of completed) {
    for (const field of new Set([...execution.filterFields, ...execution.sortFields])) {
      const own = byField.get(field) ?? [];
      byField.set(field, own);
      own.push(execution);
    }
  }
  return Array.from(byField, ([field, own]) => toUse(field, own, whole)).sort(
    (a, b) => b.times.count - a.times.count || (a.field < b.field ? -1 : 1),
  );
}

function toUse(field: string, executions: readonly Execution[], whole: number): FieldUse {
  const durations = executions.map(({ durationMs }) => durationMs);
  return {
    field,
    times: timesOf(durations),
    retrievers: new Set(executions.map(({ retrieverId }) => retrieverId)).size,
    slow: durations.filter((duration) => duration >= SLOW_MS).length,
    verySlow: durations.filter((duration) => duration >= VERY_SLOW_MS).length,
    timeShare: percentOf(sumOf(durations), whole),
    firstSeen: executions[0]?.at ?? 0,
    lastSeen: executions.at(-1)?.at ?? 0,
  };
}

/** Fields that were filtered by together. */
export interface FieldPattern {
  /** Two or more, in alphabetical order. */
  readonly fields: readonly string[];
  readonly times: Times;
}

/** Combinations of all fields that one query filtered by, the most frequent first. */
export function fieldPatterns(executions: readonly Execution[]): FieldPattern[] {
  const durations = new Map<string, number[]>();
  for (const { error, filterFields, durationMs } of executions) {
    if (error !== null || filterFields.length < 2) continue;
    const key = JSON.stringify(filterFields.toSorted());
    durations.set(key, [...(durations.get(key) ?? []), durationMs]);
  }
  return Array.from(durations, ([key, own]) => ({ fields: JSON.parse(key) as string[], times: timesOf(own) })).sort(
    (a, b) => b.times.count - a.times.count,
  );
}
