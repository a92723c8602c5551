import type { JsonObject } from '../../../internal/json.js';
import { groupBy } from '../../analytics/group-by.js';
import { creditsIn } from '../../billing/usage.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import type { Sample } from '../../meter.js';
import { readDates } from './read-period.js';

/** Requests in the namespace by operation, the most frequent first. A request whose connection broke is an error. */
export function usageSummary(context: RequestContext): ResolverResult {
  const { services, namespace } = context;
  const { from, to, range } = readDates(context);
  const samples = services.meter.samples({ from, to, namespaceId: namespace.id });
  const byOperation = Array.from(
    groupBy(samples, ({ operation }) => operation ?? ''),
    ([operation, own]): JsonObject & { requests: number } => ({ operation, ...toCounts(own) }),
  ).filter(({ requests }) => requests > 0);
  return {
    body: {
      namespace_id: namespace.id,
      time_range: range,
      ...toCounts(samples),
      by_operation: byOperation.sort((a, b) => b.requests - a.requests),
    },
  };
}

function toCounts(samples: readonly Sample[]): { requests: number; errors: number; credits: number } {
  const requests = samples.filter(({ kind }) => kind === 'request');
  const errors = requests.filter(({ status }) => status === undefined || status >= 400);
  return { requests: requests.length, errors: errors.length, credits: creditsIn(samples) };
}
