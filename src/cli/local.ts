import { resolve } from 'node:path';
import { CliError, usageError } from './cli-error.js';
import type { Environment } from './config-file.js';
import { exitCodes } from './exit-codes.js';

/** The reference server inside this process. */
export interface LocalServer {
  readonly fetch: typeof globalThis.fetch;
  /** Does what is due, also in the background. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Stands in the URLs of a request that never leaves the process. */
export const LOCAL_BASE_URL = 'http://mixpeek.local';

/** Where `mixpeek serve` listens unless told otherwise. */
export const DEFAULT_PORT = 8787;
export const SERVED_LOCALLY = `http://127.0.0.1:${DEFAULT_PORT}`;

export const localDataDir = (env: Environment, cwd: string): string => resolve(cwd, env['MIXPEEK_DATA'] || '.mixpeek');

/** Opens the state under `dataDir`. Only one process can at a time. */
export async function startLocalServer(dataDir: string): Promise<LocalServer> {
  const { createServer } = await import('../server/index.js');
  const server = createServer({ dataDir });
  try {
    await server.ready();
  } catch (error) {
    throw toStartError(error);
  }
  return server;
}

/** Why the server's state could not be opened, and what to do. */
export function toStartError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (!message.includes('in use by another')) {
    // A wrong place, or one without room: nothing that `mixpeek` itself could mend.
    if (message.startsWith('The data directory')) return usageError(message);
    return error instanceof Error ? error : new Error(message);
  }
  return new CliError(message, {
    exitCode: exitCodes.conflict,
    hint: 'Is `mixpeek serve` running on it? Then point commands there with --base-url.',
    cause: error,
  });
}
