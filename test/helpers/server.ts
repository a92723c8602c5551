import { onTestFinished } from 'vitest';
import { createServer, type Server, type ServerOptions } from '../../src/server/index.js';

/** A fresh reference server for one test, whose answers are checked against the document. Closed when the test ends. */
export function startReferenceServer(options: ServerOptions = {}): Server {
  const server = createServer({ seed: 1, checkResponses: true, ...options });
  onTestFinished(() => server.close());
  return server;
}
