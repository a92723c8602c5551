import type { JsonObject } from '../../internal/json.js';
import type { CompiledFilter, NamespaceIndex } from '../engine/index.js';
import type { NamespaceRecord } from '../records.js';
import type { Collections } from './collections.js';
import type { CompiledRetriever, CompiledStage } from './compile.js';
import { createExecutionScope } from './execution-scope.js';
import { fillParameters } from './fill-parameters.js';
import { compileFilters, joinFilters } from './filters.js';
import { resolveInputs } from './inputs.js';
import { scopeOf, sizeOf } from './run.js';
import { unindexedFieldWarnings } from './unindexed-fields.js';

interface StagePlan extends JsonObject {
  stage_index: number;
  stage_name: string;
  stage_type: string;
  estimated_input: number;
  estimated_output: number;
  estimated_efficiency: number;
  estimated_cost_credits: number;
  estimated_duration_ms: number;
  cache_likely: boolean;
  optimization_notes: string[];
  warnings: string[];
}

/** A scan of a vector index and a look at a handed document, in milliseconds each; measured, and only an estimate. */
const MS_PER_SCANNED_DOCUMENT = 0.0001;
const MS_PER_DOCUMENT = 0.001;

interface Surroundings {
  readonly inputs: JsonObject;
  readonly namespace: NamespaceRecord;
  readonly collections: Collections;
  readonly index: NamespaceIndex;
  /** What the caller may read; undefined: everything. */
  readonly readable: CompiledFilter | undefined;
  readonly readSecret: (name: string) => string;
}

/** What each stage would do, from the counts that there are now: nothing runs. */
export function explainRetriever(
  retriever: CompiledRetriever,
  { inputs, namespace, collections, index, readable, readSecret }: Surroundings,
): StagePlan[] {
  const resolved = resolveInputs(inputs, { schema: retriever.inputSchema, usedBy: retriever.usedBy });
  const scope = createExecutionScope(resolved, {}, readSecret);
  const documents = scopeOf(retriever, { readable });
  const plan: StagePlan[] = [];
  for (const stage of retriever.stages) {
    const isFirst = stage.index === 0;
    const entering = plan.at(-1)?.estimated_output ?? sizeOf(index, documents);
    const filterScope = scope.forFilters(stage.name);
    const preFilter = isFirst
      ? joinFilters([documents, compileFilters([stage.preFilters], { scope: filterScope, path: stage.path })])
      : undefined;
    const parameters = fillParameters(stage, { namespace, collections, scope });
    const leaving = stage.stage.estimate(entering, parameters, { index, preFilter });
    plan.push(toPlan(stage, { entering, leaving, warnings: warningsOf(stage, namespace) }));
  }
  return plan;
}

function toPlan(
  stage: CompiledStage,
  { entering, leaving, warnings }: { entering: number; leaving: number; warnings: string[] },
): StagePlan {
  const perDocument = stage.stage.finds === true ? MS_PER_SCANNED_DOCUMENT : MS_PER_DOCUMENT;
  return {
    stage_index: stage.index,
    stage_name: stage.name,
    stage_type: stage.stage.id,
    estimated_input: entering,
    estimated_output: leaving,
    estimated_efficiency: entering === 0 ? 0 : leaving / entering,
    estimated_cost_credits: 0,
    estimated_duration_ms: entering * perDocument,
    cache_likely: false,
    optimization_notes: [],
    warnings,
  };
}

function warningsOf(stage: CompiledStage, namespace: NamespaceRecord): string[] {
  return stage.index > 0 || stage.preFilters === null ? [] : unindexedFieldWarnings(stage.preFilters, namespace);
}
