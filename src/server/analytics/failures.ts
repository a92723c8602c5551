import { isoTime } from '../iso-time.js';
import { groupBy } from './group-by.js';
import { percentOf } from './share.js';

/** Something that went wrong. */
export interface Failure {
  readonly at: number;
  readonly type: string;
  readonly message: string;
}

export interface FailureKind {
  readonly type: string;
  readonly count: number;
  /** Share of all failures, 0 to 100. */
  readonly percentage: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** What the latest one said. */
  readonly message: string;
}

/** Failures by kind, the most frequent first. */
export function failureKinds(failures: readonly Failure[]): FailureKind[] {
  const inOrder = failures.toSorted((a, b) => a.at - b.at);
  return Array.from(
    groupBy(inOrder, ({ type }) => type),
    ([type, own]) => ({
      type,
      count: own.length,
      percentage: percentOf(own.length, failures.length),
      firstSeen: isoTime(own[0]?.at ?? 0),
      lastSeen: isoTime(own.at(-1)?.at ?? 0),
      message: own.at(-1)?.message ?? '',
    }),
  ).sort((a, b) => b.count - a.count);
}
