import type { JsonObject } from '../../../internal/json.js';
import type { NamespaceIndex } from '../../engine/index.js';
import type { Presign } from '../../ingest/object-view.js';
import type { CompiledRetriever } from '../../retriever/compile.js';
import { toFields, type RankedDocument } from '../../retriever/ranked-document.js';
import type { ExecutionOutcome, StageStatistics } from '../../retriever/run.js';
import { documentBlobs } from '../documents/view.js';
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

/** What an answer shows of a document beside its fields. */
export interface PresenterOptions {
  readonly withVectors: boolean;
  /** Makes addresses of files that need no key; without it, files are not shown. */
  readonly presign: Presign;
  /** Linked records of a document. */
  readonly expand: ((payload: JsonObject) => JsonObject) | undefined;
}

/** How documents look in the answer. */
export function createPresenter(
  index: NamespaceIndex,
  { withVectors, presign, expand }: PresenterOptions,
): (document: RankedDocument) => AnsweredDocument {
  if (!withVectors && presign === undefined && expand === undefined) return toFields;
  return (document) => ({
    ...toFields(document),
    ...(presign === undefined ? {} : { document_blobs: documentBlobs(document.payload['_internal'], presign) }),
    ...(expand === undefined ? {} : { _expanded: expand(document.payload) }),
    ...(withVectors ? { vectors: index.get(document.id)?.vectors ?? {} } : {}),
  });
}
