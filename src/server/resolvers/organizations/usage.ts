import type { JsonObject } from '../../../internal/json.js';
import { creditsIn } from '../../billing/usage.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import type { Sample } from '../../meter.js';
import { ORGANIZATION_ID } from '../../organization.js';
import { notFound } from '../../problem.js';
import type { KeyRecord } from '../../records.js';
import { operations } from '../../../rows.js';
import { lastUseOf } from './keys-state.js';
import { readPeriod } from './read-period.js';

export function getOrganizationUsage(context: RequestContext): ResolverResult {
  const period = readPeriod(context);
  const samples = context.services.meter.samples(period);
  const byKey = groupBy(samples, ({ keyId }) => keyId);
  return {
    body: {
      organization_id: ORGANIZATION_ID,
      ...totals(samples, period),
      by_key: Array.from(byKey, ([keyId, own]): JsonObject => ({ key_id: keyId, ...counts(own) })).sort(byRequests),
      by_day: byDay(samples),
    },
  };
}

export function getKeyUsage(context: RequestContext): ResolverResult {
  const key = findKey(context);
  const period = readPeriod(context);
  const samples = context.services.meter.samples({ ...period, keyId: key.id });
  return {
    body: {
      key_id: key.id,
      name: key.name,
      ...totals(samples, period),
      last_used_at: lastUseOf(key.id, context),
      by_day: byDay(samples),
    },
  };
}

/** Most used first. */
export function getEndpointUsage(context: RequestContext): ResolverResult {
  const key = findKey(context);
  const requests = context.services.meter.samples({ ...readPeriod(context), keyId: key.id, kind: 'request' });
  const byOperation = groupBy(requests, ({ operation }) => operation);
  const rows = new Map(Object.values(operations).map((row) => [row.id, row]));
  const usage = Array.from(byOperation, ([operation = '', own]): JsonObject => {
    const row = rows.get(operation);
    const time = own.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return {
      operation,
      method: row?.http ?? '',
      path: row?.path ?? '',
      ...counts(own),
      average_duration_ms: Math.round((time / own.length) * 1000) / 1000,
      last_request_at: isoTime(own.at(-1)?.at ?? 0),
    };
  });
  return { body: usage.filter(({ operation }) => operation !== '').sort(byRequests) };
}

function findKey({ state, path }: RequestContext): KeyRecord {
  const key = state.get('keys', path['key_id'] ?? '');
  if (key === undefined) throw notFound('api_key', path['key_id'] ?? '');
  return key;
}

function totals(samples: readonly Sample[], { from, to }: { from: number; to: number }): JsonObject {
  const { requests, errors, credits } = counts(samples);
  return {
    start: isoTime(from),
    end: isoTime(to),
    total_requests: requests,
    successful_requests: requests - errors,
    failed_requests: errors,
    credits_used: credits,
  };
}

interface Counts extends JsonObject {
  requests: number;
  errors: number;
  credits: number;
}

/** A request whose connection broke has no status, and failed. */
function counts(samples: readonly Sample[]): Counts {
  const requests = samples.filter(({ kind }) => kind === 'request');
  const errors = requests.filter(({ status }) => status === undefined || status >= 400);
  return { requests: requests.length, errors: errors.length, credits: creditsIn(samples) };
}

function byDay(samples: readonly Sample[]): JsonObject[] {
  const days = groupBy(samples, ({ at }) => isoTime(at).slice(0, 10));
  return Array.from(days, ([date, own]): JsonObject => ({ date, ...counts(own) }));
}

function groupBy<Key>(samples: readonly Sample[], keyOf: (sample: Sample) => Key): Map<Key, Sample[]> {
  const groups = new Map<Key, Sample[]>();
  for (const sample of samples) {
    const key = keyOf(sample);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sample]);
    else group.push(sample);
  }
  return groups;
}

const byRequests = (a: JsonObject, b: JsonObject): number => Number(b['requests']) - Number(a['requests']);
