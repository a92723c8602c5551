import type { ExtractorOutput } from './catalog.js';
import { ExtractionError } from './extraction-error.js';
import type { ExtractorServices } from './extractor.js';

/** Vectors of texts for one output of an extractor, by the embedder behind its service. */
export async function embedTexts(
  texts: readonly string[],
  { service, dimension }: Pick<ExtractorOutput, 'service' | 'dimension'>,
  { embedders }: Pick<ExtractorServices, 'embedders'>,
): Promise<Float32Array[]> {
  if (texts.length === 0) return [];
  try {
    return await embedders.forService(service).embed(texts, dimension);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExtractionError('resource', `The embedder of "${service}" failed: ${reason}`, { cause });
  }
}
