import { truncateDate } from '../aggregate/dates.js';
import { groupBy } from './group-by.js';

export const TIME_UNITS = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** A calendar unit in UTC, with what fell into it. */
export interface TimeBucket<Item> {
  /** Milliseconds, inclusive. */
  readonly start: number;
  /** Exclusive: the start of the unit after it. */
  readonly end: number;
  readonly items: readonly Item[];
}

/** Items by the unit that they are in, oldest first. Units without any are left out. */
export function bucketByTime<Item>(
  items: readonly Item[],
  { unit, at }: { readonly unit: TimeUnit; readonly at: (item: Item) => number },
): TimeBucket<Item>[] {
  return Array.from(groupBy(items, (item) => truncateDate(at(item), unit)))
    .sort(([a], [b]) => a - b)
    .map(([start, own]) => ({ start, end: nextStart(start, unit), items: own }));
}

/** The start of the unit after the one that begins here. */
export function nextStart(start: number, unit: TimeUnit): number {
  const date = new Date(start);
  if (unit === 'month') return date.setUTCMonth(date.getUTCMonth() + 1);
  return start + LENGTH_MS[unit];
}

const LENGTH_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
