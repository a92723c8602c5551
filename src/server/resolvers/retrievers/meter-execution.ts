import { recordSample } from '../../analytics/samples.js';
import type { RequestContext } from '../../context.js';
import type { QueriedFields } from '../../retriever/queried-fields.js';
import type { ExecutionAnswer } from './answer.js';

/** Records what an execution and its stages took, for reports on latency, slow queries and usage. */
export function meterExecution(
  answer: ExecutionAnswer,
  { fields, query }: { readonly fields: QueriedFields; readonly query: string },
  { services, namespace, caller, operation }: RequestContext,
): void {
  const { meter, clock } = services;
  const { retriever_id: retrieverId, execution_id: executionId, stage_statistics: statistics } = answer;
  const common = {
    at: clock.now(),
    operation: operation.id,
    namespaceId: namespace.id,
    keyId: caller.keyId,
    subject: retrieverId === undefined ? null : { type: 'retriever', id: retrieverId },
  };
  recordSample(meter, {
    ...common,
    kind: 'execution',
    durationMs: statistics.total_time_ms,
    credits: statistics.credits_used,
    attributes: {
      execution_id: executionId,
      status: answer.status,
      returned: answer.documents.length,
      // There is no cache.
      cache_hit: false,
      error: answer.error ?? null,
      query,
      filter_fields: fields.filtered,
      sort_fields: fields.sorted,
    },
  });
  for (const stage of statistics.stages) {
    const { stage_name: name, stage_id: id, input_count: input, output_count: output, duration_ms: durationMs } = stage;
    recordSample(meter, {
      ...common,
      kind: 'stage',
      durationMs,
      attributes: {
        execution_id: executionId,
        stage_name: name,
        stage_id: id,
        input_count: input,
        output_count: output,
      },
    });
  }
}
