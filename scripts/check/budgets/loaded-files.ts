import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const RECORDER = new URL('./record-files.mjs', import.meta.url).href;

export interface LoadedFiles {
  readonly files: readonly string[];
  readonly bytes: number;
}

/** The JavaScript files that a Node program loads, ES modules and CommonJS, each once. */
export async function loadedFiles(args: readonly string[], cwd: string): Promise<LoadedFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpeek-files-'));
  const list = join(folder, 'files.txt');
  try {
    await promisify(execFile)(process.execPath, ['--import', RECORDER, ...args], {
      cwd,
      env: { ...process.env, RECORDED_FILES: list },
    });
    const urls = (await readFile(list, 'utf8'))
      .split('\n')
      .filter((url) => url.startsWith('file:') && url !== RECORDER);
    const files = [...new Set(urls.map((url) => fileURLToPath(url)))].sort();
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    return { files, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
