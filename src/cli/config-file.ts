import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageError } from './cli-error.js';
import { writePrivateFile } from './private-file.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export const profileKeys = ['api_key', 'base_url', 'namespace', 'output'] as const;
export type ProfileKey = (typeof profileKeys)[number];
export type Profile = { [Key in ProfileKey]?: string };

/** The configuration file. It holds keys, so only its owner may read it. */
export interface ConfigFile {
  /** Profile used when none is named. */
  current?: string;
  profiles: Record<string, Profile>;
}

/** `$XDG_CONFIG_HOME/mixpeek/config.json`, by default below `~/.config`. */
export function configPath(env: Environment): string {
  const base = env['XDG_CONFIG_HOME'] || join(env['HOME'] ?? homedir(), '.config');
  return join(base, 'mixpeek', 'config.json');
}

/** An absent file is an empty one. Nothing else goes on while a command reads it, so it is not worth the start of a thread pool. */
export function readConfig(path: string): ConfigFile {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return { profiles: {} };
  refuseShared(path, info.mode);
  return parseConfig(path, readFileSync(path, 'utf8'));
}

export async function writeConfig(path: string, config: ConfigFile): Promise<void> {
  await writePrivateFile(path, `${JSON.stringify(config, undefined, 2)}\n`);
}

function refuseShared(path: string, mode: number): void {
  // Windows has no such bits.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  throw usageError(`${path} holds keys and can be read by other users of this computer.`, `Run: chmod 600 ${path}`);
}

function parseConfig(path: string, text: string): ConfigFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usageError(
      `${path} is not JSON: ${(error as Error).message}`,
      'Correct the file, or remove it and run `mixpeek login`.',
    );
  }
  const { current, profiles } = (value ?? {}) as { current?: unknown; profiles?: unknown };
  if (profiles !== undefined && (typeof profiles !== 'object' || profiles === null || Array.isArray(profiles))) {
    throw usageError(`${path}: "profiles" must be an object.`);
  }
  return { ...(typeof current === 'string' ? { current } : {}), profiles: (profiles ?? {}) as Record<string, Profile> };
}
