import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mixpeek, WriteTokensJson } from '../index.js';
import type { Environment } from './config-file.js';
import { writePrivateFile } from './private-file.js';

/**
 * Hands write tokens from one command to the next, so that a search right after an upsert sees it. They last a minute,
 * and belong to a service: its URL, or the data directory of the embedded one.
 */
export interface TokenStore {
  /** Gives the client what earlier commands left. */
  load(client: Pick<Mixpeek, 'writeTokens'>): void;
  /** Keeps what this command learned. A home that cannot be written to costs the tokens, not the command. */
  save(client: Pick<Mixpeek, 'writeTokens'>): Promise<void>;
}

type Stored = Readonly<Record<string, WriteTokensJson>>;

/** `$XDG_STATE_HOME/mixpeek/write-tokens.json`, by default below `~/.local/state`; `undefined` without a home. */
export function tokenPath(env: Environment): string | undefined {
  const base = env['XDG_STATE_HOME'] || (env['HOME'] ? join(env['HOME'], '.local', 'state') : undefined);
  return base === undefined ? undefined : join(base, 'mixpeek', 'write-tokens.json');
}

export function createTokenStore(path: string | undefined, service: string): TokenStore {
  const read = (): Stored => (path === undefined ? {} : readStored(path));
  return {
    load(client) {
      const tokens = read()[service];
      if (tokens !== undefined) client.writeTokens.from(tokens);
    },
    async save(client) {
      const entries = client.writeTokens.toJSON();
      if (path === undefined || Object.keys(entries).length === 0) return;
      // Read again: another command may have written meanwhile. Of two tokens the newer one stays.
      const stored = read();
      const merged = client.writeTokens.from(stored[service] ?? {}).toJSON();
      await writePrivateFile(path, `${JSON.stringify({ ...stored, [service]: merged })}\n`).catch(() => undefined);
    },
  };
}

/** An absent or damaged file is an empty one: what it held would be old in a minute. */
function readStored(path: string): Stored {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Stored) : {};
  } catch {
    return {};
  }
}
