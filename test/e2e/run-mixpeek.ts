import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/mixpeek.js', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/cli/main.cjs', import.meta.url));

export interface ProcessResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface ProcessOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Runs the built command in a process of its own, with an environment of its own and `cwd` as home. */
export async function runMixpeek(words: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  requireBuild();
  const { cwd, env = {}, stdin = '' } = options;
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, NO_COLOR: '1', ...env },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const [out, err, code] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  return { code, out, err };
}

/** Throws when the command that people install has not been built. */
export function requireBuild(): void {
  if (!existsSync(BUILT)) throw new Error('dist/ is missing, and these tests run bin/mixpeek.js: run npm run build.');
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
