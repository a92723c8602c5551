import { TIME_UNITS, type TimeUnit } from '../../analytics/time-buckets.js';
import { between, DAY_MS, HOUR_MS, lookBack, parseSpan, type Period } from '../../analytics/period.js';
import type { RequestContext } from '../../context.js';
import { parseInstant } from '../../engine/instant.js';
import { unprocessable, type Problem } from '../../problem.js';

type Request = Pick<RequestContext, 'query' | 'services'>;

/** Back from the end, where no start is given. */
const DEFAULT_DAYS = 30;

/** The last `hours` of the query; the document's default is filled in before. */
export const readHours = ({ query, services }: Request): Period =>
  lookBack(Number(query['hours']) * HOUR_MS, services.clock.now());

/** The last `days` of the query. */
export const readDays = ({ query, services }: Request): Period =>
  lookBack(Number(query['days']) * DAY_MS, services.clock.now());

/** `start_date` and `end_date` of the query: the 30 days up to now, unless they say otherwise. */
export function readDates({ query, services }: Request): Period {
  const now = services.clock.now();
  const start = readInstant(query, 'start_date');
  const end = readInstant(query, 'end_date');
  if (end === undefined && start === undefined) return lookBack(DEFAULT_DAYS * DAY_MS, now);
  // Up to now includes this very millisecond.
  if (end === undefined) return endingAfterStart(start ?? now, { to: now + 1, shown: now });
  return endingAfterStart(start ?? end - DEFAULT_DAYS * DAY_MS, { to: end, shown: end });
}

/** `hours`, or else `start_date` and `end_date`. */
export function readHoursOrDates(request: Request): Period {
  const { query } = request;
  if (typeof query['hours'] !== 'number') return readDates(request);
  const other = ['start_date', 'end_date'].find((name) => typeof query[name] === 'string');
  if (other === undefined) return readHours(request);
  throw refuse('hours', `cannot be given together with ${other}: give either hours or dates`);
}

/** `period` of the query: `24h`, `7d`, `2w`. */
export function readSpan({ query, services }: Request): Period {
  const span = String(query['period']);
  const ms = parseSpan(span);
  if (ms === undefined) throw refuse('period', `is no period: "${span}". Give hours, days or weeks: 24h, 7d, 2w`);
  return lookBack(ms, services.clock.now());
}

/** `group_by` of the query. */
export function readUnit({ query }: Request): TimeUnit {
  const given = query['group_by'];
  const unit = TIME_UNITS.find((known) => known === given);
  if (unit === undefined) throw refuse('group_by', `is "${String(given)}"; it must be one of ${TIME_UNITS.join(', ')}`);
  return unit;
}

/** `limit` of the query. */
export const readLimit = ({ query }: Request): number => Number(query['limit']);

function endingAfterStart(from: number, { to, shown }: { to: number; shown: number }): Period {
  if (from < to) return { ...between(from, shown), to };
  const { start, end } = between(from, shown).range;
  throw refuse('end_date', `must be after the start: the period would go from ${start} to ${end}`);
}

function readInstant(query: Request['query'], name: string): number | undefined {
  const given = query[name];
  if (typeof given !== 'string') return undefined;
  const instant = parseInstant(given);
  if (instant === undefined) throw refuse(name, `is no time: "${given}". Give ISO 8601: 2026-01-31T00:00:00Z`);
  return instant;
}

const refuse = (name: string, message: string): Problem =>
  unprocessable([{ type: 'value_error', location: ['query', name], message }]);
