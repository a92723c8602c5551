import type { JsonObject } from '../../internal/json.js';
import { readField } from '../retriever/field.js';
import { DAY_MS, toKey, type Covariate, type StepEvent, type StepSequence } from './steps.js';

export interface TransitionOptions {
  readonly from: string;
  readonly to: string;
  /** Days within which the second step has to follow; null: any time. */
  readonly maxDays: number | null;
}

/** A sequence from the first `from` to the first `to` after it. */
export interface Passage {
  readonly start: StepEvent;
  /** Steps with both ends, repetitions left out; `undefined` where `to` was not reached. */
  readonly path: readonly string[] | undefined;
  readonly seconds: number | undefined;
}

/** One passage for each sequence that has the first step. */
export function passagesOf(sequences: readonly StepSequence[], { from, to, maxDays }: TransitionOptions): Passage[] {
  return sequences.flatMap(({ events }): Passage[] => {
    const first = events.findIndex(({ step }) => step === from);
    const start = events[first];
    if (start === undefined) return [];
    const latest = maxDays === null ? Infinity : start.at + maxDays * DAY_MS;
    const last = events.findIndex(({ step, at }, index) => index > first && step === to && at <= latest);
    const end = events[last];
    if (end === undefined) return [{ start, path: undefined, seconds: undefined }];
    const steps = events.slice(first, last + 1).map(({ step }) => step);
    const path = steps.filter((step, index) => index === 0 || step !== steps[index - 1] || index === steps.length - 1);
    return [{ start, path, seconds: (end.at - start.at) / 1000 }];
  });
}

/** Statistics of some numbers; null without any. Percentiles are interpolated. */
export function statisticsOf(values: readonly number[]): JsonObject | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length;
  return {
    mean,
    median: quantile(sorted, 0.5),
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p95: quantile(sorted, 0.95),
    std_dev: Math.sqrt(variance),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
  };
}

function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** Most predictors in an answer. */
const MAX_PREDICTORS = 50;

/** How values of the covariates at the first step go with the transition, the highest lift first. */
export function predictorsOf(
  passages: readonly Passage[],
  { covariates, minSupport }: { covariates: readonly Covariate[]; minSupport: number },
): JsonObject[] {
  const base = conversionOf(passages);
  if (base === 0) return [];
  const found = covariates.flatMap((covariate) => {
    const groups = new Map<string, Passage[]>();
    const nameOf = toNaming(covariate, passages);
    for (const passage of passages) {
      const value = nameOf(passage);
      if (value === null) continue;
      const members = groups.get(value) ?? [];
      members.push(passage);
      groups.set(value, members);
    }
    return Array.from(groups, ([value, members]) => {
      const rate = conversionOf(members);
      return { field: covariate.name, value, count: members.length, conversion_rate: rate, lift: rate / base };
    });
  });
  return found
    .filter(({ count }) => count >= minSupport)
    .sort((a, b) => b.lift - a.lift || b.count - a.count)
    .slice(0, MAX_PREDICTORS);
}

export const conversionOf = (passages: readonly Passage[]): number =>
  passages.length === 0 ? 0 : passages.filter(({ path }) => path !== undefined).length / passages.length;

/** The value of a passage, or for numbers the range that it is in. Embeddings have no value to name. */
function toNaming(
  { path, type, binning }: Covariate,
  passages: readonly Passage[],
): (passage: Passage) => string | null {
  const valueOf = ({ start }: Passage) => readField(start.payload, path);
  if (type !== 'numeric') return (passage) => toKey(valueOf(passage));
  const numbers = passages.flatMap((passage) => {
    const value = valueOf(passage);
    return typeof value === 'number' ? [value] : [];
  });
  const sorted = numbers.sort((a, b) => a - b);
  const parts = binning === 'deciles' ? 10 : 4;
  const edges = Array.from({ length: parts + 1 }, (_, edge) => quantile(sorted, edge / parts));
  return (passage) => {
    const value = valueOf(passage);
    if (typeof value !== 'number') return null;
    const bin = Math.max(
      0,
      edges.slice(1).findIndex((edge) => value <= edge),
    );
    return `${edges[bin] ?? value} to ${edges[bin + 1] ?? value}`;
  };
}
