import { truncateDate } from '../aggregate/dates.js';
import { bucketByTime, nextStart, type TimeUnit } from './time-buckets.js';
import type { Period } from './period.js';
import { isWithin } from './period.js';
import { round, sumOf } from './share.js';

/** Something that is kept since it came. */
export interface Kept {
  /** When it came, in milliseconds. */
  readonly at: number;
  readonly bytes: number;
}

/** What was kept at the end of a time unit. */
export interface Stock {
  readonly start: number;
  readonly count: number;
  readonly bytes: number;
  /** Growth of the bytes since the unit before, in percent; null where nothing was kept before. */
  readonly growthPercent: number | null;
}

/** The stock after each unit of the period in which something came, oldest first. */
export function stockOverTime(kept: readonly Kept[], period: Period, unit: TimeUnit): Stock[] {
  const before = kept.filter(({ at }) => at < period.from);
  let count = before.length;
  let bytes = sumOf(before.map((one) => one.bytes));
  const came = kept.filter(({ at }) => isWithin(at, period));
  return bucketByTime(came, { unit, at: ({ at }) => at }).map(({ start, items }) => {
    const previous = bytes;
    count += items.length;
    bytes += sumOf(items.map((one) => one.bytes));
    return {
      start,
      count,
      bytes,
      growthPercent: previous === 0 ? null : round((100 * (bytes - previous)) / previous, 2),
    };
  });
}

/** Gigabytes times hours that were kept in one time unit. */
export interface StorageUse {
  readonly start: number;
  readonly end: number;
  readonly gigabyteHours: number;
}

const BYTE_MS_PER_GB_HOUR = 1e9 * 3_600_000;

/** Each unit in which anything was kept, up to the end of the period and to `now`. */
export function storageUse(
  kept: readonly Kept[],
  { period, unit, now }: { readonly period: Period; readonly unit: TimeUnit; readonly now: number },
): StorageUse[] {
  const inOrder = kept.toSorted((a, b) => a.at - b.at);
  const until = Math.min(period.to, now);
  const uses: StorageUse[] = [];
  let next = 0;
  let stock = 0;
  const begin = Math.max(period.from, inOrder[0]?.at ?? until);
  for (let start = truncateDate(begin, unit); start < until; start = nextStart(start, unit)) {
    const [from, to] = [Math.max(start, period.from), Math.min(nextStart(start, unit), until)];
    // What came before the unit is kept through all of it.
    for (; next < inOrder.length && (inOrder[next]?.at ?? to) <= from; next += 1) stock += inOrder[next]?.bytes ?? 0;
    let byteMs = stock * (to - from);
    for (; next < inOrder.length && (inOrder[next]?.at ?? to) < to; next += 1) {
      const { at, bytes } = inOrder[next] ?? { at: to, bytes: 0 };
      byteMs += bytes * (to - at);
      stock += bytes;
    }
    if (byteMs > 0) uses.push({ start, end: nextStart(start, unit), gigabyteHours: byteMs / BYTE_MS_PER_GB_HOUR });
  }
  return uses;
}
