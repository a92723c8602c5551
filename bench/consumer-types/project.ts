import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { BENCH, ROOT } from '../harness/paths.js';

const run = promisify(execFile);
const PROGRAMS = new URL('programs/', import.meta.url).pathname;

/** What the packed package asks its user's compiler to find, from this checkout. */
const LINKED = ['@types/node', 'undici-types', 'openapi-fetch', 'openapi-typescript-helpers', 'undici', 'msw'];

export interface TypesProject {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A project with the packed package and the peers installed, and a `tsconfig.<program>.json` for every program. */
export async function makeTypesProject(peers: readonly string[] = []): Promise<TypesProject> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpeek-types-'));
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'mixpeek'), { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', join(modules, 'mixpeek')]);
  await Promise.all([
    ...LINKED.map((name) => link(join(ROOT, 'node_modules', name), join(modules, name))),
    ...peers.map((name) => link(join(BENCH, 'node_modules', name), join(modules, name))),
  ]);
  await cp(PROGRAMS, folder, { recursive: true });
  for (const file of await readdir(PROGRAMS)) {
    const name = file.replace('.mts', '');
    await writeFile(join(folder, `tsconfig.${name}.json`), JSON.stringify(settings(file)));
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await symlink(from, to);
}

/** As `tsc --init` and the Node templates have it. */
function settings(file: string): object {
  return {
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    },
    files: [file],
  };
}
