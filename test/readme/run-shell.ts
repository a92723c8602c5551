import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './sources.js';
import type { Block } from './blocks.js';

const run = promisify(execFile);

/** The commands of a block: every line of `sh`, the lines after `$ ` of `console`. */
export function commandsOf({ language, text }: Block): string[] {
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  if (language === 'sh') return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
}

/**
 * Runs commands one after the other, `mixpeek` and `npx mixpeek` being the built command over the embedded server.
 *
 * @returns what each printed
 * @throws Error with the stderr of the first that fails
 */
export async function runShell(commands: readonly string[], folder: string): Promise<string[]> {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = `"${process.execPath}" "${join(root, 'bin/mixpeek.js')}"`;
  writeCommand(join(bin, 'mixpeek'), `exec ${program} "$@"`);
  writeCommand(join(bin, 'npx'), `[ "$1" = mixpeek ] || exit 127\nshift\nexec ${program} "$@"`);
  const env = {
    PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
    HOME: folder,
    NO_COLOR: '1',
    MIXPEEK_BASE_URL: 'local',
  };
  const printed: string[] = [];
  for (const command of commands) {
    const { stdout } = await run('sh', ['-euc', command], { cwd: folder, env });
    printed.push(stdout);
  }
  return printed;
}

function writeCommand(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
