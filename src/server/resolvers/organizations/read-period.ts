import type { RequestContext } from '../../context.js';
import { unprocessable } from '../../problem.js';

type Query = Readonly<Record<string, unknown>>;

const DAYS_30 = 30 * 86_400_000;

/** A time of the query in milliseconds; `undefined` when it is left out. Throws the 422 of what is no time. */
export function readTime(query: Query, name: string): number | undefined {
  const given = query[name];
  if (typeof given !== 'string' || given === '') return undefined;
  const at = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : NaN;
  if (Number.isFinite(at)) return at;
  throw unprocessable([
    {
      type: 'datetime_parsing',
      location: ['query', name],
      message: `"${given}" is not an ISO 8601 time; write it like 2026-01-31T12:00:00Z or 2026-01-31`,
    },
  ]);
}

/** `start` and `end` of the query; 30 days up to now, and with now, where they are left out. */
export function readPeriod({ query, services }: RequestContext): { from: number; to: number } {
  const to = readTime(query, 'end') ?? services.clock.now() + 1;
  const from = readTime(query, 'start') ?? to - DAYS_30;
  if (from < to) return { from, to };
  throw unprocessable([{ type: 'value_error', location: ['query', 'start'], message: 'must be before "end"' }]);
}
