import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { flattenTypes } from '../../scripts/build/flatten-types.js';
import { writeDocument } from '../generate/write-document.js';
import { BENCH, ROOT } from '../harness/paths.js';

const run = promisify(execFile);

const OPTIONS = {
  target: 'es2022',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  strict: true,
  noEmit: true,
  types: [],
};

/** A project that has the package with these types installed, an empty program and one of twenty calls. */
export async function makeProject(folder: string, types: string): Promise<void> {
  const installed = join(folder, 'node_modules/mixpeek');
  await mkdir(join(installed, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(installed, 'package.json'));
  await cp(types, join(installed, 'dist/types'), { recursive: true });
  await cp(join(BENCH, 'consumer-types-large/program.txt'), join(folder, 'program.mts'));
  await writeFile(join(folder, 'empty.mts'), 'export {};\n');
  for (const program of ['empty', 'program']) {
    for (const skipLibCheck of [true, false]) {
      const config = { compilerOptions: { ...OPTIONS, skipLibCheck }, files: [`${program}.mts`] };
      await writeFile(join(folder, configName(program, skipLibCheck)), JSON.stringify(config));
    }
  }
}

export const configName = (program: string, skipLibCheck: boolean): string =>
  `${program}.${skipLibCheck ? 'skip' : 'full'}.json`;

/** The types that the package would have if the API had 415 operations, made as a build makes them. */
export async function writeLargeTypes(folder: string, to: string): Promise<void> {
  const document = join(folder, 'large.json');
  const declarations = join(folder, 'declarations');
  await writeDocument(document);
  await cp(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'tsconfig.json'])
    await symlink(join(ROOT, name), join(folder, name));
  await mkdir(join(folder, 'scripts/build'), { recursive: true });
  await cp(join(ROOT, 'scripts/build/tsconfig.json'), join(folder, 'scripts/build/tsconfig.json'));
  const generate = [
    'scripts/run.js',
    'scripts/generate.ts',
    '--spec',
    document,
    '--out',
    join(folder, 'src/generated'),
  ];
  await run(process.execPath, generate, { cwd: ROOT });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', join(folder, 'scripts/build/tsconfig.json'), '--outDir', declarations]);
  await flattenTypes(declarations, to);
}
