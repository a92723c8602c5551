import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';

/**
 * The command, as CommonJS in chunks: Node starts that in two thirds of the time that it takes for modules. esbuild splits
 * modules only, so they come first, and each is then turned into a CommonJS file of its own.
 */
export async function buildCommand(common: BuildOptions, root: string): Promise<{ metafile: Metafile }> {
  const modules = join(root, 'dist/cli-modules');
  const { metafile } = await build({
    ...common,
    metafile: true,
    platform: 'node',
    entryPoints: { main: 'src/cli/main.ts' },
    outdir: modules,
    // The parser runs on every start: in the bundle it is one file and not eight.
    external: (common.external ?? []).filter((name) => name !== 'commander'),
    plugins: [withoutSubprocesses],
  });
  // Where the nearest package is one of modules, esbuild would take each chunk's exports for one default export.
  await writeFile(join(modules, 'package.json'), '{}');
  await build({
    absWorkingDir: root,
    entryPoints: Object.keys(metafile.outputs).filter((file) => file.endsWith('.js')),
    outbase: modules,
    outdir: 'dist/cli',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: [...(common.external ?? [])],
    plugins: [toCommonJsFiles],
    // Chunks are asked for with `require`, too: `import()` would bring in the machinery for modules.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'addressOfThisFile' },
    banner: { js: "const addressOfThisFile = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  await rm(modules, { recursive: true });
  return { metafile };
}

/** Commands of this program are no programs of their own, so the parser needs no way to start one; loading it takes time. */
const withoutSubprocesses: Plugin = {
  name: 'without-subprocesses',
  setup({ onLoad }) {
    onLoad({ filter: /\/commander\/lib\/command\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const changed = text.replace("const childProcess = require('node:child_process');", 'const childProcess = {};');
      if (changed === text) throw new Error(`${path} does not load child_process where it used to.`);
      return { contents: changed, loader: 'js' };
    });
  },
};

/** A chunk stays a file beside the others, under its new ending. */
const toCommonJsFiles: Plugin = {
  name: 'to-common-js-files',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/\.js$/, '.cjs'), external: true },
    );
  },
};
