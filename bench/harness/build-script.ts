import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { BENCH, ROOT } from './paths.js';

/** The command with its TypeScript files built: a loader in the measured process would spoil its figures. */
export async function builtCommand(command: readonly string[]): Promise<string[]> {
  return Promise.all(command.map(async (part) => (part.endsWith('.ts') ? buildScript(part) : part)));
}

/**
 * Builds a TypeScript file with what it imports of the bench; packages and `dist/` stay outside, as users run them.
 * @param file relative to the repository's root
 * @returns the path of the plain module
 */
export async function buildScript(file: string): Promise<string> {
  const outfile = join(BENCH, '.built', file.split('/').slice(1, -1).join('-'), `${basename(file, '.ts')}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [file],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    external: [join(ROOT, 'dist/*')],
    logLevel: 'warning',
  });
  return outfile;
}
