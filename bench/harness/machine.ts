import { readFile } from 'node:fs/promises';
import { cpus, platform, release, totalmem } from 'node:os';
import { ROOT } from './paths.js';

/** Contestants run on one core and their server on another; on a machine with one core both share it. */
const pinned = platform() === 'linux' && cpus().length > 1;
export const CLIENT_CORE = pinned ? '0' : 'any';
export const SERVER_CORE = pinned ? '1' : 'any';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly system: string;
  readonly node: string;
}

export function machine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()}`,
    node: process.version,
  };
}

/** Where a package of a contestant is installed: the bench's own packages first, then the project's. */
const FOLDERS = ['bench/node_modules', 'node_modules'];

/** The version of an installed package; `undefined` when it is not installed. */
export async function installedVersion(name: string): Promise<string | undefined> {
  for (const folder of FOLDERS) {
    try {
      const manifest = await readFile(`${ROOT}${folder}/${name}/package.json`, 'utf8');
      return (JSON.parse(manifest) as { version: string }).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

export async function ownVersion(): Promise<string> {
  return (JSON.parse(await readFile(`${ROOT}package.json`, 'utf8')) as { version: string }).version;
}
