import type { Embedder, Embedders } from './embedders.js';
import { createLexicalEmbedder } from './lexical.js';
import { createOpenAiCompatibleEmbedder, type OpenAiCompatibleOptions } from './openai-compatible.js';
import { createSentenceEncoder } from './sentence-encoder.js';

/** What stands behind an inference service: a built-in by name, a URL, or your own. */
export type EmbedderChoice = 'lexical' | 'sentence-encoder' | OpenAiCompatibleOptions | Embedder;

/** What turns text into vectors, by the name of the inference service that the API would use. */
export interface EmbeddersOptions {
  /** Behind every service that `services` does not name. Default `lexical`. */
  readonly default?: EmbedderChoice;
  /** Behind a service by its name. */
  readonly services?: Readonly<Record<string, EmbedderChoice>>;
}

/** A built-in answers to its own name, so that a stored mapping to it holds wherever the data directory is opened. */
const builtIn = (service: string): EmbedderChoice | undefined =>
  service === 'lexical' || service === 'sentence-encoder' ? service : undefined;

/** Resolves every inference service name to an embedder. Built-ins are made once and shared. */
export function createEmbedders(options: EmbeddersOptions = {}): Embedders {
  const lexical = createLexicalEmbedder();
  const sentenceEncoder = createSentenceEncoder();
  const services = new Map(Object.entries(options.services ?? {}));
  const made = new Map<string, Embedder>();

  const make = (service: string, choice: EmbedderChoice): Embedder => {
    if (choice === 'lexical') return lexical;
    if (choice === 'sentence-encoder') return sentenceEncoder;
    return 'embed' in choice ? choice : createOpenAiCompatibleEmbedder(service, choice);
  };

  return {
    forService(service) {
      const known = made.get(service);
      if (known !== undefined) return known;
      const embedder = make(service, services.get(service) ?? builtIn(service) ?? options.default ?? 'lexical');
      // Only configured names are kept: callers choose service names freely.
      if (services.has(service)) made.set(service, embedder);
      return embedder;
    },
  };
}
