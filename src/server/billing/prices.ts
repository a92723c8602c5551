import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Sample } from '../meter.js';

/** What one credit costs, in US dollars. */
export const CREDIT_RATE_USD = 0.001;

/**
 * Documented credit costs; where a range is given, its lower end. Whoever does such work may record a sample with
 * its credits; other samples are priced by `creditsOf`.
 */
export const CREDITS = {
  documentCreated: 1,
  textEmbedding: 1,
  textEmbeddingLarge: 5,
  llmCall: 10,
  vectorSearch: 0.1,
  hybridSearch: 0.2,
  rerankedDocument: 2,
  webSearch: 10,
  ocrPage: 2,
  transcribedMinute: 5,
  uploadedMegabyte: 1,
  videoMinute: 10,
} as const;

/** Credits for what comes into a bucket, with three decimals. */
export const uploadCredits = (bytes: number): number =>
  Math.round((bytes / 1e6) * CREDITS.uploadedMegabyte * 1000) / 1000;

/** Requests that are work in themselves; that of others is measured where it is done. */
const REQUEST_CREDITS: Readonly<Record<string, number>> = {
  'inference.execute': CREDITS.textEmbedding,
  'documents.create': CREDITS.documentCreated,
  'collections.documents.create': CREDITS.documentCreated,
};

/** One run of a stage; what is left out costs nothing. */
const STAGE_CREDITS: Readonly<Record<string, number>> = {
  feature_search: CREDITS.vectorSearch,
  query_expand: CREDITS.hybridSearch,
  external_web_search: CREDITS.webSearch,
  llm_filter: CREDITS.llmCall,
  llm_enrich: CREDITS.llmCall,
  summarize: CREDITS.llmCall,
  agent_search: CREDITS.llmCall,
  agentic_enrich: CREDITS.llmCall,
};

/** Kinds of work that are counted together, by the names that the API gives them. */
const GROUPS: Readonly<Record<string, string>> = { execution: 'search', stage: 'search', extraction: 'extractor' };

/** Credits that a sample stands for: those that it was recorded with, else by the documented costs. A refused request costs nothing. */
export function creditsOf({ kind, credits, operation, status, attributes }: Sample): number {
  if (credits > 0) return credits;
  switch (kind) {
    case 'request':
      return status !== undefined && status < 400 ? (REQUEST_CREDITS[operation ?? ''] ?? 0) : 0;
    case 'stage':
      return stageCredits(attributes);
    case 'extraction':
      return numberOf(attributes['documents']) * CREDITS.documentCreated;
    default:
      return 0;
  }
}

function stageCredits(attributes: JsonObject): number {
  const id = attributes['stage_id'];
  if (id === 'rerank') return numberOf(attributes['input_count']) * CREDITS.rerankedDocument;
  return typeof id === 'string' ? (STAGE_CREDITS[id] ?? 0) : 0;
}

const numberOf = (value: JsonValue | undefined): number => (typeof value === 'number' ? value : 0);

/** The kind of work: `search`, `upload`, `extractor`, `batch`, `inference`, `document`, ... */
export function groupOf({ kind, operation = '' }: Sample): string {
  if (kind !== 'request') return GROUPS[kind] ?? kind;
  return operation.startsWith('inference.') ? 'inference' : 'document';
}

/** Work that costs credits, and so stops at a spending cap. */
export const costsCredits = (operation: string): boolean =>
  Object.hasOwn(REQUEST_CREDITS, operation) || COSTLY.test(operation);

const COSTLY =
  /\.(?:execute|executeAdhoc|executeBatch|trigger|submit|materialize)$|^buckets\.(?:objects|uploads)\.(?:create|createBatch|confirm)|^agents\.sessions\.(?:messages|send)/;
