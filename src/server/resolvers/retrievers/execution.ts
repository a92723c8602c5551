import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import type { NamespaceIndex } from '../../engine/index.js';
import { meterEmbedders } from '../../analytics/meter-embedders.js';
import { isoTime } from '../../iso-time.js';
import { Problem } from '../../problem.js';
import { collectionsFor } from '../../collections/collections-for.js';
import { readableBy } from '../../document-access.js';
import { createPresign } from '../../ingest/object-view.js';
import { compileRetriever, type CompiledRetriever, type RetrieverDefinition } from '../../retriever/compile.js';
import { queriedFields } from '../../retriever/queried-fields.js';
import type { RankedDocument } from '../../retriever/ranked-document.js';
import { startExecution, type ExecutionOutcome, type StageEvent } from '../../retriever/run.js';
import { readSecret } from '../../secrets.js';
import { startFusion, type FusionRun } from '../../learned-fusion/start.js';
import { readExpansion } from '../documents/expand.js';
import { countFilters } from '../namespaces/auto-index.js';
import { createPresenter, toAnswer, toBudget, type AnsweredDocument, type ExecutionAnswer } from './answer.js';
import { objectOf } from './definition.js';
import { recordExecution } from './execution-records.js';
import { meterExecution } from './meter-execution.js';
import { pageOf, type ExecutePaging } from './page.js';

/** One search, checked and ready to run. */
export interface PlannedExecution {
  readonly id: string;
  readonly retrieverId: string | null;
  readonly retriever: CompiledRetriever;
  readonly inputs: JsonObject;
  readonly filters: JsonObject | null;
  readonly paging: ExecutePaging;
  readonly index: NamespaceIndex;
  readonly startedAt: number;
  /** Fields that its filters looked at without an index, known once it ran. */
  readonly unindexed: ReadonlySet<string>;
  readonly present: (document: RankedDocument) => AnsweredDocument;
  /** Where the retriever learns. */
  readonly fusion: FusionRun | undefined;
  readonly run: AsyncGenerator<StageEvent, ExecutionOutcome>;
}

/** Everything that can be refused before the first stage is refused here. */
export function planExecution(
  context: RequestContext,
  options: {
    definition: RetrieverDefinition;
    retrieverId: string | null;
    inputs: JsonObject;
    filters: JsonObject | null;
    paging: ExecutePaging;
  },
): PlannedExecution {
  const { namespace, state, services, body, query, origin } = context;
  const collections = collectionsFor(context);
  const id = services.id('exec');
  const index = state.documents(namespace.id).view(context.view);
  const retriever = compileRetriever(options.definition, { namespace, collections });
  const startedAt = services.clock.now();
  const unindexed = new Set<string>();
  const { retrieverId, inputs } = options;
  const fusion = retrieverId === null ? undefined : startFusion(context, { retrieverId, executionId: id, inputs });
  const run = startExecution(
    {
      retriever,
      inputs: options.inputs,
      filters: options.filters,
      context: {
        execution_id: id,
        namespace_id: namespace.id,
        retriever_id: options.retrieverId,
        now: isoTime(startedAt),
      },
    },
    {
      namespace,
      collections,
      readable: readableBy(context.caller),
      index,
      embedders: meterEmbedders(context),
      readSecret: (name) => readSecret(state, name),
      random: services.random,
      learnedFusion: fusion,
      // The instance's clock may stand still; how long a search takes is measured, not state.
      stopwatch: () => performance.now(),
      signal: context.signal,
      onUnindexedField: (field) => void unindexed.add(field),
    },
  );
  const asks = (name: string): boolean => body[name] === true || query[name] === true;
  const present = createPresenter(index, {
    withVectors: asks('return_vectors'),
    presign: createPresign({ origin, services }, asks('return_presigned_urls')),
    expand: readExpansion(body['expand'], context),
  });
  return { id, ...options, retriever, index, startedAt, unindexed, present, fusion, run };
}

/** Runs to the end. A run that fails is recorded before its error is thrown. */
export async function answerExecution(plan: PlannedExecution, context: RequestContext): Promise<ExecutionAnswer> {
  try {
    for (;;) {
      const step = await plan.run.next();
      if (step.done === true) return finish(plan, step.value, context);
    }
  } catch (error) {
    if (!context.signal.aborted) recordFailure(plan, error, context);
    throw error;
  }
}

/** One frame of the stream. */
export type AnsweredEvent = Readonly<Record<string, unknown>>;

/** Runs while the events are read. A failure is the last event: the answer has begun by then. */
export async function* streamExecution(plan: PlannedExecution, context: RequestContext): AsyncGenerator<AnsweredEvent> {
  const common = { execution_id: plan.id, total_stages: plan.retriever.stages.length };
  try {
    for (;;) {
      const step = await plan.run.next();
      if (step.done !== true) {
        yield { ...toStageEvent(step.value, plan), ...common };
        continue;
      }
      const { documents, pagination, budget, ...rest } = finish(plan, step.value, context);
      yield { event_type: 'execution_complete', ...common, ...rest, documents, pagination, budget_used: budget };
      return;
    }
  } catch (error) {
    if (context.signal.aborted) throw error;
    recordFailure(plan, error, context);
    yield { event_type: 'execution_error', ...common, error: toErrorDetail(error) };
  }
}

export function toErrorDetail(error: unknown): JsonObject & { message: string } {
  if (!(error instanceof Problem)) {
    const reason = error instanceof Error ? error.message : String(error);
    return { message: `The server failed: ${reason}`, type: 'InternalServerError' };
  }
  const { message, type, code, details } = error;
  // Details of a Problem are what its answer carries as JSON.
  const carried = details as JsonObject | undefined;
  return {
    message,
    type,
    ...(code === undefined ? {} : { code }),
    ...(carried === undefined ? {} : { details: carried }),
  };
}

function recordFailure(plan: PlannedExecution, error: unknown, context: RequestContext): void {
  const { message } = toErrorDetail(error);
  const failed: ExecutionAnswer = {
    execution_id: plan.id,
    ...(plan.retrieverId === null ? {} : { retriever_id: plan.retrieverId }),
    status: 'failed',
    documents: [],
    pagination: {},
    stage_statistics: { stages: [], total_time_ms: 0, credits_used: 0 },
    budget: toBudget(plan.retriever, 0),
    warnings: [],
    error: message,
    optimization_applied: false,
  };
  record(plan, failed, context);
}

function finish(plan: PlannedExecution, outcome: ExecutionOutcome, context: RequestContext): ExecutionAnswer {
  const { inputs, filters, retrieverId, retriever, paging } = plan;
  const query = [retrieverId ?? retriever.stages.map((stage) => stage.parameters), inputs, filters];
  const page = pageOf(outcome.documents, paging, { query, now: context.services.clock.now() });
  const fused = plan.fusion?.trace();
  const answer: ExecutionAnswer = {
    ...toAnswer(outcome, { executionId: plan.id, retrieverId, retriever, page, present: plan.present }),
    ...(fused === undefined ? {} : { learned_fusion_context: { feature_uris: featuresOf(fused.shares) } }),
  };
  record(plan, answer, context);
  recordTrace(plan, answer, context);
  countFilters(plan.unindexed, context);
  return answer;
}

/** Keeps what the answered documents are owed to, so that interactions with them can be learned from. */
function recordTrace(
  { id, fusion, startedAt }: PlannedExecution,
  answer: ExecutionAnswer,
  context: RequestContext,
): void {
  const trace = fusion?.trace();
  if (trace === undefined) return;
  const answered = new Set(answer.documents.map(({ document_id: document }) => document));
  const shares = Object.fromEntries(Object.entries(trace.shares).filter(([document]) => answered.has(document)));
  const { namespace, tx } = context;
  tx.put('fusionTraces', { id, namespace_id: namespace.id, ...trace, shares, created_at: isoTime(startedAt) });
}

const featuresOf = (shares: Readonly<Record<string, Readonly<Record<string, number>>>>): string[] => [
  ...new Set(Object.values(shares).flatMap((own) => Object.keys(own))),
];

function record(
  { inputs, filters, startedAt, retriever }: PlannedExecution,
  answer: ExecutionAnswer,
  context: RequestContext,
): void {
  const fields = queriedFields(retriever, filters);
  const totalStages = retriever.stages.length;
  const query = recordExecution(answer, { inputs, startedAt, totalStages, fields, context });
  meterExecution(answer, { fields, query }, context);
}

function toStageEvent(event: StageEvent, { paging, present }: PlannedExecution): AnsweredEvent {
  const place = { event_type: event.type, stage_name: event.stage.name, stage_index: event.stage.index };
  switch (event.type) {
    case 'stage_start':
      return place;
    case 'stage_complete': {
      // The best of what left the stage, as many as a page has: a stage may hand on every document there is.
      const documents = event.documents.slice(0, paging.limit).map(present);
      return { ...place, statistics: event.statistics, documents };
    }
    case 'stage_error':
      return { ...place, error: toErrorDetail(event.error) };
  }
}

/** Reads `inputs` and `filters` of a request or of one query of a batch. */
export function readQuery(source: JsonObject): { inputs: JsonObject; filters: JsonObject | null } {
  return { inputs: objectOf(source['inputs']) ?? {}, filters: objectOf(source['filters']) };
}
