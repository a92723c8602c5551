import type { JsonObject } from '../../../internal/json.js';
import type { Embedders } from '../../embed/embedders.js';
import type { CompiledFilter, NamespaceIndex } from '../../engine/index.js';
import type { NamespaceRecord } from '../../records.js';
import type { LearnedFusion } from '../feature-search/learned-fusion.js';
import type { Collections } from '../collections.js';
import type { RankedDocument } from '../ranked-document.js';
import type { TemplateScope } from '../templates.js';

export type StageCategory = 'filter' | 'sort' | 'reduce' | 'apply' | 'enrich';

/** One kind of step. A further kind is one file that defines it and one line in the roster. */
export interface Stage {
  /** Value of `config.stage_id`. */
  readonly id: string;
  readonly category: StageCategory;
  readonly description: string;
  readonly icon: string;
  /** Schema of its parameters in the document. */
  readonly schema: string;
  /** Finds documents itself; as first stage the others get all documents of the namespace. */
  readonly finds?: true;
  /** Parameters that are filters, at any depth: their templates are left for the stage to fill. */
  readonly filterParameters?: readonly string[];
  /** Reads `{{DOC.x}}` templates of its parameters, once per document. */
  readonly readsDocuments?: true;
  /** Refuses parameters that can never work in this namespace. They are checked against the schema before. */
  check?(parameters: JsonObject, context: CheckContext): void;
  /** Documents expected to leave, without running. */
  estimate(inputCount: number, parameters: JsonObject, context: EstimateContext): number;
  run(documents: readonly RankedDocument[], parameters: JsonObject, context: StageContext): Promise<StageOutput>;
}

export interface StageOutput {
  readonly documents: readonly RankedDocument[];
  readonly facets?: JsonObject;
  readonly warnings?: readonly string[];
  /** Facts for the stage's statistics. */
  readonly metadata?: JsonObject;
  /** Vector indexes that were searched; a later `mmr` compares by them. */
  readonly searched?: readonly string[];
}

export interface CheckContext {
  readonly namespace: NamespaceRecord;
  readonly collections: Collections;
  /** Path of the parameters in the request, `stages[0].config.parameters`. */
  readonly path: string;
  /** The stage's own `pre_filters`, as given. */
  readonly preFilters: JsonObject | null;
}

interface EstimateContext {
  readonly index: NamespaceIndex;
  /** `pre_filters` of the stage and `filters` of the request. */
  readonly preFilter: CompiledFilter | undefined;
}

export interface StageContext extends CheckContext {
  /** No stage came before. Otherwise a search looks only among the documents handed to it. */
  readonly isFirst: boolean;
  readonly index: NamespaceIndex;
  readonly embedders: Embedders;
  readonly random: () => number;
  /** Where the retriever learns. */
  readonly learnedFusion: LearnedFusion | undefined;
  /** Templates that are left in filters. */
  readonly scope: TemplateScope;
  /** The scope of one document, for `{{DOC.x}}`. */
  readonly scopeOf: (document: RankedDocument) => TemplateScope;
  /** `pre_filters` of the stage and, where it finds documents, `filters` of the request. */
  readonly preFilter: CompiledFilter | undefined;
  /** What the caller may read; undefined: everything. */
  readonly readable: CompiledFilter | undefined;
  /** Indexes that earlier stages searched. */
  readonly searched: readonly string[];
  /** Warnings for fields of a filter that no index serves. */
  readonly warnUnindexed: (filter: JsonObject) => readonly string[];
}

/**
 * Types the parameters of a stage. The schema check that runs before every call is what makes the cast true.
 */
export function defineStage<Parameters extends JsonObject>(definition: StageDefinition<Parameters>): Stage {
  const { check, estimate, run, ...rest } = definition;
  return {
    ...rest,
    ...(check === undefined ? {} : { check: (parameters, context) => check(parameters as Parameters, context) }),
    estimate: (inputCount, parameters, context) => estimate(inputCount, parameters as Parameters, context),
    run: (documents, parameters, context) => run(documents, parameters as Parameters, context),
  };
}

interface StageDefinition<Parameters> extends Omit<Stage, 'check' | 'estimate' | 'run'> {
  check?(parameters: Parameters, context: CheckContext): void;
  estimate(inputCount: number, parameters: Parameters, context: EstimateContext): number;
  run(documents: readonly RankedDocument[], parameters: Parameters, context: StageContext): Promise<StageOutput>;
}
