import { createCore, type Server } from './core.js';
import { definition } from './definition.js';
import type { ServerOptions } from './options.js';
import { webPlatform } from './platform/web.js';

export { createSentenceEncoder } from './embed/sentence-encoder.js';

/** The same server without Node: state in memory, `fetch` and msw's worker as its faces. */
export function createServer(options: ServerOptions = {}): Server {
  return createCore(options, { ...definition, platform: webPlatform });
}
