import type { JsonValue } from '../../internal/json.js';
import { parseInstant } from '../engine/instant.js';
import { isoTime } from '../iso-time.js';
import type { GroupKey, Ranges } from './aggregation.js';
import { partOfDate, truncateDate } from './dates.js';

/** The value that a row is grouped by; null for what is missing or no date; undefined: the row is in no group. */
export function groupValue(value: JsonValue, key: GroupKey): JsonValue | undefined {
  if (key.ranges !== undefined) return rangeOf(value, key.ranges);
  if (key.dateTrunc === undefined && key.datePart === undefined) return value;
  const instant = typeof value === 'string' ? parseInstant(value) : undefined;
  if (instant === undefined) return null;
  const cut = key.dateTrunc === undefined ? instant : truncateDate(instant, key.dateTrunc);
  return key.datePart === undefined ? isoTime(cut) : partOfDate(cut, key.datePart);
}

function rangeOf(value: JsonValue, { boundaries, otherwise }: Ranges): string | undefined {
  if (typeof value !== 'number') return otherwise;
  const next = boundaries.findIndex((boundary) => value < boundary);
  const [lower, upper] = [boundaries[next - 1], boundaries[next]];
  return lower === undefined || upper === undefined ? otherwise : `${lower}-${upper}`;
}
