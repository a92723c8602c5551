import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import type { RetrieverRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { objectsOf, textOf } from '../../json-object.js';
import type { ExecutionAnswer } from '../retrievers/answer.js';
import { objectOf, stringsOf, toDefinition } from '../retrievers/definition.js';
import { answerExecution, planExecution, streamExecution, type AnsweredEvent } from '../retrievers/execution.js';
import { readPaging } from '../retrievers/page.js';
import { createExposure } from './expose.js';

export interface Serving {
  readonly retriever: RetrieverRecord;
  /** Inputs that callers may set. Default: all. */
  readonly inputs?: readonly string[];
  /** Fields of documents that are shown, dotted for nested ones; `*`, or none, is all. */
  readonly exposedFields: readonly string[];
  /** Whether stages are told of. */
  readonly withMetadata: boolean;
  readonly maxResults: number;
}

/** What a display configuration lets callers set and see. */
export function displayed(display: JsonObject | null): Pick<Serving, 'inputs' | 'exposedFields'> {
  if (display === null) return { exposedFields: [] };
  const inputs = objectsOf(display['inputs']).map((input) => textOf(input, 'field_name'));
  return { inputs, exposedFields: stringsOf(display['exposed_fields']) };
}

/** Executes a retriever for somebody who may see only what its display configuration shows. Filters are not taken. */
export async function serve(context: RequestContext, serving: Serving): Promise<ResolverResult> {
  const { retriever, exposedFields, withMetadata, maxResults } = serving;
  const { body } = context;
  const inputs = objectOf(body['inputs']) ?? {};
  refuseHiddenInputs(inputs, serving.inputs);
  const asked = readPaging(body);
  const paging = { ...asked, limit: Math.min(asked.limit, maxResults) };
  const definition = toDefinition(retriever.definition);
  const plan = planExecution(context, { definition, retrieverId: retriever.id, inputs, filters: null, paging });
  const expose = createExposure(exposedFields);
  const exposed = {
    ...plan,
    present: (document: Parameters<typeof plan.present>[0]) => expose(plan.present(document)),
  };
  if (body['stream'] === true) return { events: toPublicEvents(streamExecution(exposed, context), withMetadata) };
  return { body: toPublicAnswer(await answerExecution(exposed, context), withMetadata) };
}

/** An input that the owner did not put on the page is not for the public to set. */
function refuseHiddenInputs(inputs: JsonObject, shown: readonly string[] | undefined): void {
  if (shown === undefined) return;
  const hidden = Object.keys(inputs).filter((name) => !shown.includes(name));
  if (hidden.length === 0) return;
  throw parameterProblem(
    hidden.map((name) => ({
      type: 'extra_forbidden',
      location: ['inputs', name],
      message: `is not an input that the public may set; those are ${shown.join(', ') || 'none'}`,
    })),
  );
}

/** The insides of a retriever are its owner's, unless they are to be told. */
function toPublicAnswer(answer: ExecutionAnswer, withMetadata: boolean): JsonObject {
  const { retriever_id: _id, budget: _budget, stage_statistics: statistics, warnings, ...shown } = answer;
  return { ...shown, ...(withMetadata ? { stage_statistics: statistics, warnings } : {}) } as unknown as JsonObject;
}

async function* toPublicEvents(
  events: AsyncIterable<AnsweredEvent>,
  withMetadata: boolean,
): AsyncGenerator<AnsweredEvent> {
  for await (const event of events) {
    const { retriever_id: _id, budget_used: _budget, stage_statistics: statistics, warnings, ...shown } = event;
    if (withMetadata) {
      yield { ...shown, ...(statistics === undefined ? {} : { stage_statistics: statistics, warnings }) };
    } else if (String(event['event_type']).startsWith('execution_')) {
      yield shown;
    }
  }
}
