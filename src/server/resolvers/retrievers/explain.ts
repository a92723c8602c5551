import type { RequestContext, ResolverResult } from '../../context.js';
import { collectionsFor } from '../../collections/collections-for.js';
import { readableBy } from '../../document-access.js';
import { compileRetriever } from '../../retriever/compile.js';
import { explainRetriever } from '../../retriever/explain.js';
import { readSecret } from '../../secrets.js';
import { toDefinition } from './definition.js';
import { readQuery } from './execution.js';
import { findRetriever } from './find.js';

export function explainExecution(context: RequestContext): ResolverResult {
  const { namespace, state, body } = context;
  const record = findRetriever(context);
  const collections = collectionsFor(context);
  const retriever = compileRetriever(toDefinition(record.definition), {
    namespace,
    collections,
  });
  const index = state.documents(namespace.id).view(context.view);
  const plan = explainRetriever(retriever, {
    inputs: readQuery(body).inputs,
    namespace,
    collections,
    index,
    readable: readableBy(context.caller),
    readSecret: (name) => readSecret(state, name),
  });
  const slowest = plan.toSorted((a, b) => b.estimated_duration_ms - a.estimated_duration_ms)[0];
  return {
    body: {
      retriever_id: record.id,
      retriever_name: record.retriever_name,
      estimated_cost: {
        total_credits: 0,
        total_duration_ms: plan.reduce((sum, stage) => sum + stage.estimated_duration_ms, 0),
      },
      execution_plan: plan,
      optimization_suggestions: plan.flatMap(({ stage_name: stage, warnings }) =>
        warnings.map((message) => ({ stage, message })),
      ),
      total_estimated_stages: plan.length,
      bottleneck_stages: slowest === undefined || slowest.estimated_duration_ms === 0 ? [] : [slowest.stage_name],
      optimization_level: 'none',
      optimization_applied: false,
      optimization_details: null,
    },
  };
}
