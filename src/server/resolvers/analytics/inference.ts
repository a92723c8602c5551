import { groupBy } from '../../analytics/group-by.js';
import { samplesOf } from '../../analytics/samples.js';
import { timesOf } from '../../analytics/times.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { readHours } from './read-period.js';

/** Calls of each model, also those that a search makes, the most used first. Times are those of calls that succeeded. */
export function inferencePerformance(context: RequestContext): ResolverResult {
  const { services, namespace, query } = context;
  const { from, to, range } = readHours(context);
  const only = query['model_name'];
  const samples = samplesOf(services.meter, 'inference', { from, to, namespaceId: namespace.id }).filter(
    ({ attributes }) => typeof only !== 'string' || attributes.model === only,
  );
  const models = Array.from(
    groupBy(samples, ({ attributes }) => attributes.model),
    ([model, own]) => {
      const succeeded = own.filter(({ attributes }) => attributes.error === null);
      const { average, p95 } = timesOf(succeeded.map(({ durationMs }) => durationMs));
      return {
        model_name: model,
        execution_count: own.length,
        success_count: succeeded.length,
        failure_count: own.length - succeeded.length,
        avg_latency_ms: average,
        p95_latency_ms: p95,
      };
    },
  );
  return { body: { time_range: range, models: models.sort((a, b) => b.execution_count - a.execution_count) } };
}
