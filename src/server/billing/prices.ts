import type { Sample } from '../meter.js';

/** What one credit costs, in US dollars. */
export const CREDIT_RATE_USD = 0.001;

/**
 * Documented credit costs; where a range is given, its lower end. Whoever does such work records a sample with these
 * credits; requests are priced by `creditsOf`.
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

/** What the price of a request is by, when no sample of its work says more. */
const REQUEST_CREDITS: Readonly<Record<string, number>> = {
  'retrievers.execute': CREDITS.vectorSearch,
  'retrievers.executeAdhoc': CREDITS.vectorSearch,
  'retrievers.executeBatch': CREDITS.vectorSearch,
  'public.retrievers.execute': CREDITS.vectorSearch,
  'marketplace.catalog.execute': CREDITS.vectorSearch,
  'inference.execute': CREDITS.textEmbedding,
  'documents.create': CREDITS.documentCreated,
  'collections.documents.create': CREDITS.documentCreated,
};

/** Kinds of work that are counted together, by the names that the API gives them. */
const GROUPS: Readonly<Record<string, string>> = { execution: 'search', stage: 'search', extraction: 'extractor' };

/** Credits that a sample stands for; a request that was refused costs nothing. */
export function creditsOf({ kind, credits, operation, status }: Sample): number {
  if (kind !== 'request') return credits;
  const succeeded = status !== undefined && status < 400;
  return succeeded && operation !== undefined ? (REQUEST_CREDITS[operation] ?? 0) : 0;
}

/** The kind of work: `search`, `upload`, `extractor`, `batch`, `inference`, `document`, ... */
export function groupOf({ kind, operation = '' }: Sample): string {
  if (kind !== 'request') return GROUPS[kind] ?? kind;
  if (REQUEST_CREDITS[operation] === CREDITS.vectorSearch) return 'search';
  return operation.startsWith('inference.') ? 'inference' : 'document';
}

/** Work that costs credits, and so stops at a spending cap. */
export const costsCredits = (operation: string): boolean =>
  Object.hasOwn(REQUEST_CREDITS, operation) || COSTLY.test(operation);

const COSTLY =
  /\.(?:execute|trigger|submit|materialize|upload)$|^buckets\.(?:objects|uploads)\.(?:create|createBatch|confirm)|^agents\.sessions\.(?:messages|send)/;
