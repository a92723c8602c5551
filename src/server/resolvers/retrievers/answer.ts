import type { JsonObject } from '../../../internal/json.js';
import type { NamespaceIndex } from '../../engine/index.js';
import type { CompiledRetriever } from '../../retriever/compile.js';
import { toFields, type RankedDocument } from '../../retriever/ranked-document.js';
import type { ExecutionOutcome, StageStatistics } from '../../retriever/run.js';
import type { ExecutionPage } from './page.js';

/** A document in an answer, its payload at the top level: JSON, but for `vectors`, which are written out on the way. */
export type AnsweredDocument = Readonly<Record<string, unknown>>;

export interface ExecutionAnswer {
  readonly execution_id: string;
  readonly retriever_id?: string;
  readonly status: 'completed' | 'failed';
  readonly documents: readonly AnsweredDocument[];
  readonly pagination: JsonObject;
  readonly stage_statistics: { stages: StageStatistics[]; total_time_ms: number; credits_used: number };
  readonly budget: JsonObject;
  readonly warnings: string[];
  readonly facets?: JsonObject;
  readonly error?: string;
  readonly optimization_applied: false;
  readonly learned_fusion_context?: { feature_uris: string[] };
}

export function toAnswer(
  outcome: ExecutionOutcome,
  options: {
    executionId: string;
    retrieverId: string | null;
    retriever: CompiledRetriever;
    page: ExecutionPage;
    present: (document: RankedDocument) => AnsweredDocument;
  },
): ExecutionAnswer {
  const { executionId, retrieverId, retriever, page, present } = options;
  return {
    execution_id: executionId,
    ...(retrieverId === null ? {} : { retriever_id: retrieverId }),
    status: 'completed',
    documents: page.documents.map(present),
    pagination: page.pagination,
    stage_statistics: { stages: [...outcome.statistics], total_time_ms: outcome.totalTimeMs, credits_used: 0 },
    budget: toBudget(retriever, outcome.totalTimeMs),
    warnings: [...outcome.warnings],
    ...(outcome.facets === null ? {} : { facets: outcome.facets }),
    optimization_applied: false,
  };
}

/** Nothing costs credits here. */
export function toBudget({ maxCredits }: CompiledRetriever, timeMs: number): JsonObject {
  return { credits_used: 0, credits_limit: maxCredits, credits_remaining: maxCredits, time_used_ms: timeMs };
}

/** How documents look in the answer; with vectors when these were asked for. */
export function createPresenter(
  index: NamespaceIndex,
  withVectors: boolean,
): (document: RankedDocument) => AnsweredDocument {
  if (!withVectors) return toFields;
  return (document) => ({ ...toFields(document), vectors: index.get(document.id)?.vectors ?? {} });
}
