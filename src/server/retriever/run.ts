import type { JsonObject } from '../../internal/json.js';
import type { Embedders } from '../embed/embedders.js';
import type { CompiledFilter, NamespaceIndex } from '../engine/index.js';
import { badRequest } from '../problem.js';
import type { NamespaceRecord } from '../records.js';
import { inCollections } from '../collections/documents-of.js';
import type { Collections } from './collections.js';
import type { CompiledRetriever, CompiledStage } from './compile.js';
import { createExecutionScope, type ExecutionScope } from './execution-scope.js';
import { fillParameters } from './fill-parameters.js';
import type { LearnedFusion } from './feature-search/learned-fusion.js';
import { checkFilter, compileFilters, joinFilters } from './filters.js';
import { resolveInputs } from './inputs.js';
import { createRankedDocument, toFields, type RankedDocument } from './ranked-document.js';
import type { StageOutput } from './stages/stage.js';
import { unindexedFields, unindexedFieldWarnings } from './unindexed-fields.js';

export interface Execution {
  readonly retriever: CompiledRetriever;
  readonly inputs: JsonObject;
  /** Conditions of the request, on top of those of the stages. */
  readonly filters: JsonObject | null;
  /** What `{{CONTEXT.x}}` reads. */
  readonly context: JsonObject;
}

interface ExecutionEnvironment {
  readonly namespace: NamespaceRecord;
  readonly collections: Collections;
  /** What the caller may read; undefined: everything. */
  readonly readable: CompiledFilter | undefined;
  readonly index: NamespaceIndex;
  readonly embedders: Embedders;
  /** The value of an organization secret; throws for one that does not exist. */
  readonly readSecret: (name: string) => string;
  readonly random: () => number;
  /** Where the retriever learns. */
  readonly learnedFusion?: LearnedFusion | undefined;
  /** Milliseconds for measuring how long stages take. */
  readonly stopwatch: () => number;
  readonly signal: AbortSignal;
  /** Told of every field that a filter looks at without an index. */
  readonly onUnindexedField: (field: string) => void;
}

export interface StageStatistics extends JsonObject {
  stage_name: string;
  stage_id: string;
  input_count: number;
  output_count: number;
  duration_ms: number;
  efficiency: number;
}

/** What happens while stages run. */
export type StageEvent =
  | { readonly type: 'stage_start'; readonly stage: CompiledStage }
  | {
      readonly type: 'stage_complete';
      readonly stage: CompiledStage;
      readonly statistics: StageStatistics;
      readonly documents: readonly RankedDocument[];
    }
  | { readonly type: 'stage_error'; readonly stage: CompiledStage; readonly error: unknown };

export interface ExecutionOutcome {
  readonly documents: readonly RankedDocument[];
  readonly statistics: readonly StageStatistics[];
  readonly facets: JsonObject | null;
  readonly warnings: readonly string[];
  readonly totalTimeMs: number;
}

/** Checks the inputs and filters of an execution, and gives the generator that runs its stages one after the other. */
export function startExecution(
  execution: Execution,
  environment: ExecutionEnvironment,
): AsyncGenerator<StageEvent, ExecutionOutcome> {
  const { retriever, filters } = execution;
  const inputs = resolveInputs(execution.inputs, { schema: retriever.inputSchema, usedBy: retriever.usedBy });
  if (filters !== null) checkFilter(filters, 'filters');
  const scope = createExecutionScope(inputs, execution.context, environment.readSecret);
  return runStages(execution, environment, scope);
}

async function* runStages(
  { retriever, inputs, filters }: Execution,
  environment: ExecutionEnvironment,
  scope: ExecutionScope,
): AsyncGenerator<StageEvent, ExecutionOutcome> {
  const start = environment.stopwatch();
  const statistics: StageStatistics[] = [];
  const warnings = new Set(unusedInputWarnings(inputs, retriever));
  let documents: readonly RankedDocument[] = [];
  let searched: readonly string[] = [];
  let facets: JsonObject | null = null;
  const documentScope = scopeOf(retriever, environment);

  for (const stage of retriever.stages) {
    environment.signal.throwIfAborted();
    yield { type: 'stage_start', stage };
    const begin = environment.stopwatch();
    let done: StageRun;
    try {
      done = await runStage(
        { stage, documents, searched, filters: stage.index === 0 ? filters : null, scope: documentScope },
        environment,
        scope,
      );
      refuseOverBudget(retriever, environment.stopwatch() - start);
    } catch (error) {
      yield { type: 'stage_error', stage, error };
      throw error;
    }
    const { output, inputCount } = done;
    documents = output.documents;
    searched = output.searched ?? searched;
    facets = output.facets ?? facets;
    for (const warning of output.warnings ?? []) warnings.add(warning);
    const stageStatistics: StageStatistics = {
      stage_name: stage.name,
      stage_id: stage.stage.id,
      input_count: inputCount,
      output_count: documents.length,
      duration_ms: environment.stopwatch() - begin,
      efficiency: inputCount === 0 ? 0 : documents.length / inputCount,
      ...(output.metadata === undefined ? {} : { metadata: output.metadata }),
    };
    statistics.push(stageStatistics);
    scope.record(stage.name, stageStatistics);
    yield { type: 'stage_complete', stage, statistics: stageStatistics, documents };
  }
  return { documents, statistics, facets, warnings: [...warnings], totalTimeMs: environment.stopwatch() - start };
}

interface StageInput {
  readonly stage: CompiledStage;
  readonly documents: readonly RankedDocument[];
  readonly searched: readonly string[];
  readonly filters: JsonObject | null;
  /** The documents that this execution is about; undefined: all. */
  readonly scope: CompiledFilter | undefined;
}

interface StageRun {
  readonly output: StageOutput;
  readonly inputCount: number;
}

async function runStage(
  input: StageInput,
  environment: ExecutionEnvironment,
  scope: ExecutionScope,
): Promise<StageRun> {
  const { stage, searched, filters } = input;
  const { namespace, index, collections, readable } = environment;
  const isFirst = stage.index === 0;
  const filterScope = scope.forFilters(stage.name);
  const ownFilter = compileFilters([stage.preFilters, filters], {
    scope: filterScope,
    path: `${stage.path}.pre_filters`,
  });
  // What comes from an earlier stage is within the scope already.
  const preFilter = isFirst ? joinFilters([input.scope, ownFilter]) : ownFilter;
  const entering = enteringDocuments(input, { index, preFilter });

  const warnUnindexed = (filter: JsonObject): string[] => {
    unindexedFields(filter, namespace).forEach(environment.onUnindexedField);
    return unindexedFieldWarnings(filter, namespace);
  };

  const parameters = fillParameters(stage, { namespace, collections, scope });
  const output = await stage.stage.run(entering, parameters, {
    namespace,
    collections,
    readable,
    path: `${stage.path}.parameters`,
    preFilters: stage.preFilters,
    isFirst,
    index,
    embedders: environment.embedders,
    random: environment.random,
    learnedFusion: environment.learnedFusion,
    scope: filterScope,
    scopeOf: (document) => scope.forDocument(stage.name, document),
    preFilter: isFirst ? preFilter : undefined,
    searched,
    warnUnindexed,
  });

  const postFilter = compileFilters([stage.postFilters], { scope: filterScope, path: `${stage.path}.post_filters` });
  const early = isFirst ? [stage.preFilters, filters].filter((filter) => filter !== null) : [];
  return {
    inputCount: isFirst && stage.stage.finds === true ? sizeOf(index, input.scope) : entering.length,
    output: {
      ...output,
      documents: passing(output.documents, postFilter),
      warnings: [...early.flatMap(warnUnindexed), ...(output.warnings ?? [])],
    },
  };
}

/** The documents that an execution is about: those of the retriever's collections that the caller may read. */
export const scopeOf = (
  { collectionIds }: CompiledRetriever,
  { readable }: Pick<ExecutionEnvironment, 'readable'>,
): CompiledFilter | undefined =>
  joinFilters([collectionIds.length === 0 ? undefined : inCollections(collectionIds), readable]);

export const sizeOf = (index: NamespaceIndex, scope: CompiledFilter | undefined): number =>
  scope === undefined ? index.size : index.select(scope).length;

/** A first stage that does not find documents itself gets all of the namespace. */
function enteringDocuments(
  { stage, documents }: StageInput,
  { index, preFilter }: { index: NamespaceIndex; preFilter: CompiledFilter | undefined },
): readonly RankedDocument[] {
  if (stage.index > 0) return passing(documents, preFilter);
  if (stage.stage.finds === true) return [];
  return index.select(preFilter).map((id) => createRankedDocument(id, { score: 0, payload: index.payload(id) ?? {} }));
}

function passing(documents: readonly RankedDocument[], filter: CompiledFilter | undefined): readonly RankedDocument[] {
  if (filter === undefined) return documents;
  return documents.filter((document) => filter.matches({ id: document.id, payload: toFields(document) }));
}

function unusedInputWarnings(inputs: JsonObject, retriever: CompiledRetriever): string[] {
  return Object.keys(inputs)
    .filter((name) => !Object.hasOwn(retriever.inputSchema, name))
    .map((name) => `The input "${name}" is not in the input_schema, so no stage reads it.`);
}

function refuseOverBudget({ maxTimeMs }: CompiledRetriever, timeMs: number): void {
  if (maxTimeMs === null || timeMs <= maxTimeMs) return;
  throw badRequest(
    'budget_exceeded',
    `The execution took ${Math.ceil(timeMs)} ms, and budget_limits.max_time_ms allows ${maxTimeMs}. Raise the limit or search less.`,
    { max_time_ms: maxTimeMs, time_used_ms: timeMs },
  );
}
