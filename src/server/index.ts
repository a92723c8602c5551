import { createCore, type Server } from './core.js';
import { definition } from './definition.js';
import type { ServerOptions } from './options.js';
import { nodePlatform } from './platform/node.js';

export type { KeyOption } from './authenticate.js';
export type { ClockOption, ServerClock } from './clock.js';
export type { Fidelity, Tier } from './context.js';
export type { Server } from './core.js';
export type { Coverage, OperationCoverage } from './coverage.js';
export type { EmbedderChoice, EmbeddersOptions } from './embed/create-embedders.js';
export type { Embedder, Embedders } from './embed/embedders.js';
export type { FaultReport, FaultRule, Faults } from './faults.js';
export type { Journal, JournalEntry } from './journal.js';
export type { ServerOptions } from './options.js';
export type { Listening, ListenOptions } from './platform/platform.js';
export type { RateLimit } from './rate-limit.js';

/**
 * Creates a reference server: the API with real semantics, in this process. Nothing is shared between two of them.
 *
 * State is in memory, or lasts in `dataDir`; what an answer acknowledged survives a crash there. Starting is lazy: the
 * first request, or `ready()`, loads the state and throws when the directory is in use or cannot be read.
 *
 * @throws TypeError, RangeError for an option that does not exist or cannot be
 *
 * @example
 * const server = createServer({ dataDir: './.mixpeek' });
 * const mp = new Mixpeek({ apiKey: 'any', fetch: server.fetch });
 * const { url } = await server.listen({ port: 4010 });
 */
export function createServer(options: ServerOptions = {}): Server {
  return createCore(options, { ...definition, platform: nodePlatform });
}
export { createSentenceEncoder } from './embed/sentence-encoder.js';
