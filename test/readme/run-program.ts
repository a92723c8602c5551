import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { root, SOURCES } from './sources.js';
import type { Program } from './blocks.js';

const run = promisify(execFile);

/**
 * Runs a program in a process and a folder of its own, without any setting in its environment.
 *
 * @returns what it printed
 * @throws Error with its stderr when it fails
 */
export async function runProgram({ text }: Program, folder: string): Promise<string> {
  const outfile = join(folder, 'program.mjs');
  await build({
    stdin: { contents: text, loader: 'ts', resolveDir: root, sourcefile: 'program.ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: SOURCES,
    packages: 'external',
    logLevel: 'silent',
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const { stdout } = await run(process.execPath, [outfile], { cwd: folder, env });
  return stdout;
}
