import { percentOf } from './share.js';

export interface ConfidenceRange {
  /** `0.8-0.9`; the last one, `0.9-1.0`, has 1 in it. */
  readonly range: string;
  readonly count: number;
  /** 0 to 100. */
  readonly percentage: number;
}

/** Confidences by tenths from 0 to 1, lowest first. Tenths without any are left out. */
export function confidenceRanges(confidences: readonly number[]): ConfidenceRange[] {
  const counts = new Array<number>(10).fill(0);
  for (const confidence of confidences) {
    // Rounded first: 0.3 times 10 falls short of 3 in binary fractions.
    const tenth = Math.min(9, Math.max(0, Math.floor(Math.round(confidence * 1e6) / 1e5)));
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  return counts.flatMap((count, tenth) =>
    count === 0
      ? []
      : [
          {
            range: `${(tenth / 10).toFixed(1)}-${((tenth + 1) / 10).toFixed(1)}`,
            count,
            percentage: percentOf(count, confidences.length),
          },
        ],
  );
}
