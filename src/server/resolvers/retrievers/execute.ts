import type { RequestContext, ResolverResult } from '../../context.js';
import { toDefinition } from './definition.js';
import { answerExecution, planExecution, readQuery, streamExecution, type PlannedExecution } from './execution.js';
import { findRetriever } from './find.js';
import { readPaging } from './page.js';

export async function executeRetriever(context: RequestContext): Promise<ResolverResult> {
  const { id, definition } = findRetriever(context);
  const plan = planExecution(context, {
    definition: toDefinition(definition),
    retrieverId: id,
    ...readQuery(context.body),
    paging: readPaging(context.body),
  });
  return respond(plan, context, {});
}

/** Tells callers that nothing was stored. */
const ADHOC_HEADERS = { 'X-Execution-Mode': 'adhoc' };

export async function executeAdhoc(context: RequestContext): Promise<ResolverResult> {
  const plan = planExecution(context, {
    definition: toDefinition(context.body),
    retrieverId: null,
    ...readQuery(context.body),
    paging: readPaging(context.body),
  });
  return respond(plan, context, ADHOC_HEADERS);
}

async function respond(
  plan: PlannedExecution,
  context: RequestContext,
  headers: Readonly<Record<string, string>>,
): Promise<ResolverResult> {
  if (context.body['stream'] === true) return { events: streamExecution(plan, context), headers };
  return { body: await answerExecution(plan, context), headers };
}
