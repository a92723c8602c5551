import type { DatePartUnit, DateTruncUnit } from './aggregation.js';

const DAY_MS = 86_400_000;

/** The beginning of the year, month, week (Monday), ... that an instant is in, in UTC. */
export function truncateDate(ms: number, unit: DateTruncUnit): number {
  const date = new Date(ms);
  switch (unit) {
    case 'year':
      return startOfYear(date);
    case 'month': {
      date.setUTCDate(1);
      return date.setUTCHours(0, 0, 0, 0);
    }
    case 'week':
      return startOfDay(ms) - ((date.getUTCDay() + 6) % 7) * DAY_MS;
    case 'day':
      return startOfDay(ms);
    case 'hour':
      return date.setUTCMinutes(0, 0, 0);
    case 'minute':
      return date.setUTCSeconds(0, 0);
    case 'second':
      return date.setUTCMilliseconds(0);
  }
}

/** A part of an instant in UTC: months from 1, ISO weeks, days of the week from 1 (Sunday). */
export function partOfDate(ms: number, part: DatePartUnit): number {
  const date = new Date(ms);
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'month':
      return date.getUTCMonth() + 1;
    case 'week':
      return isoWeek(ms);
    case 'day':
      return date.getUTCDate();
    case 'dayOfWeek':
      return date.getUTCDay() + 1;
    case 'dayOfYear':
      return (startOfDay(ms) - startOfYear(new Date(ms))) / DAY_MS + 1;
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
  }
}

const startOfDay = (ms: number): number => new Date(ms).setUTCHours(0, 0, 0, 0);

function startOfYear(date: Date): number {
  date.setUTCMonth(0, 1);
  return date.setUTCHours(0, 0, 0, 0);
}

/** A week belongs to the year that its Thursday is in. */
function isoWeek(ms: number): number {
  const thursday = truncateDate(ms, 'week') + 3 * DAY_MS;
  return Math.floor((thursday - startOfYear(new Date(thursday))) / (7 * DAY_MS)) + 1;
}
