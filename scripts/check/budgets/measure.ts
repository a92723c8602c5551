import { execFile } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeTypesProject } from '../../../bench/consumer-types/project.js';
import { startSink } from '../../../bench/sink/start-sink.js';
import { browserSizes } from '../browser-bundle.js';
import type { Figures } from './budgets.js';
import { loadedFiles } from './loaded-files.js';
import type { LoadedFiles } from './loaded-files.js';

const root = new URL('../../..', import.meta.url).pathname;
const UPLOAD_BYTES = 256 * 2 ** 20;
/** Mebibytes of young generation: room for a thousand requests. */
const YOUNG = 256;
const ALLOCATIONS = [
  '--expose-gc',
  `--min-semi-space-size=${YOUNG}`,
  `--max-semi-space-size=${YOUNG}`,
  'scripts/check/budgets/allocations.mjs',
];

export interface Measured {
  readonly figures: Figures;
  /** Program -> the files that it loads. */
  readonly loaded: Readonly<Record<string, LoadedFiles>>;
}

/** Measures every budgeted figure of `dist/`, one after another: memory must not meet a busy machine. */
export async function measure(): Promise<Measured> {
  const sizes = await browserSizes(root);
  const client = await loadedFiles(['bench/startup/mixpeek.mjs'], root);
  const version = await loadedFiles(['bin/mixpeek.js', '--version'], root);
  const help = await loadedFiles(['bin/mixpeek.js', '--help'], root);
  const command = await loadedFiles(['bin/mixpeek.js', 'namespaces', 'list', '--dry-run'], root);
  return {
    loaded: { client, '--version': version, '--help': help, 'namespaces list --dry-run': command },
    figures: {
      browserFirstGzipBytes: sizes.client.first.gzipped,
      browserAllGzipBytes: sizes.client.all.gzipped,
      browserOneResourceGzipBytes: sizes.oneResource.first.gzipped,
      clientFiles: client.files.length,
      clientFileBytes: client.bytes,
      versionFiles: version.files.length,
      versionFileBytes: version.bytes,
      helpFiles: help.files.length,
      helpFileBytes: help.bytes,
      runFiles: command.files.length,
      runFileBytes: command.bytes,
      consumerInstantiations: await instantiations(),
      ...(await againstSink()),
    },
  };
}

async function instantiations(): Promise<number> {
  const project = await makeTypesProject();
  try {
    const figures = await run(['bench/consumer-types/compile.mjs', 'mixpeek'], { TYPES_PROJECT: project.folder });
    return take(figures, 'instantiations');
  } finally {
    await project.remove();
  }
}

async function againstSink(): Promise<Pick<Figures, 'requestHeapBytes' | 'uploadRiseMB'>> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpeek-budgets-'));
  const file = join(folder, 'model.tar.gz');
  await writeFile(file, Uint8Array.of(0x1f, 0x8b, 8, 0));
  await truncate(file, UPLOAD_BYTES);
  const sink = await startSink();
  const env = { SINK_URL: sink.url, UPLOAD_FILE: file };
  try {
    return {
      requestHeapBytes: take(await run(ALLOCATIONS, env), 'bytes'),
      uploadRiseMB: take(await run(['bench/upload/mixpeek.mjs'], env), 'riseMB'),
    };
  } finally {
    await sink.stop();
    await rm(folder, { recursive: true });
  }
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Record<string, number>> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, number>;
}

function take(figures: Readonly<Record<string, number>>, name: string): number {
  const figure = figures[name];
  if (figure === undefined) throw new Error(`The measuring program printed no "${name}".`);
  return figure;
}
