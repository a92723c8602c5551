import { isoTime } from '../iso-time.js';

/** What a report is of, in milliseconds on the instance's clock. */
export interface Period {
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** As the report says it. */
  readonly range: { readonly start: string; readonly end: string };
}

export const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;

/** The last so many milliseconds. What happens in this very millisecond is part of it. */
export const lookBack = (ms: number, now: number): Period => ({
  from: now - ms,
  to: now + 1,
  range: { start: isoTime(now - ms), end: isoTime(now) },
});

export const between = (from: number, to: number): Period => ({
  from,
  to,
  range: { start: isoTime(from), end: isoTime(to) },
});

export const isWithin = (at: number, { from, to }: Period): boolean => at >= from && at < to;

const SPAN = /^([1-9]\d{0,3})([hdw])$/;
const UNIT_MS = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const;

/** Milliseconds of `24h`, `7d` or `2w`; `undefined` for anything else. */
export function parseSpan(span: string): number | undefined {
  const [, count, unit] = SPAN.exec(span) ?? [];
  return count === undefined ? undefined : Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}
