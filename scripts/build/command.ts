import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { rollup } from 'rollup';

/**
 * What is opened together: source files, with all that they import, under the name of their file. Opening a file takes
 * Node longer than reading what is in it, so a run opens two of these and one for the resource that it calls.
 */
const TOGETHER = {
  main: ['src/cli/main.ts', 'src/cli/process-io.ts'],
  program: [
    'src/cli/program.ts',
    'src/cli/context.ts',
    'src/cli/operation-command.ts',
    'src/cli/run-operation.ts',
    'src/command-client.ts',
    'src/client.ts',
    'src/resources/page.ts',
    'src/generated/descriptions.ts',
  ],
} as const;

/** Rows and descriptions of one resource are wanted by the same commands. */
const OF_RESOURCE = /^src\/generated\/(?:rows|descriptions)\/(.+)\.ts$/;

/**
 * The command, as CommonJS in chunks: Node starts that in two thirds of the time that it takes for modules. esbuild reads the
 * sources, parser included, and rollup gathers what it made of them.
 */
export async function buildCommand(common: BuildOptions, root: string): Promise<{ metafile: Metafile }> {
  const folder = 'dist/cli-modules';
  const { metafile } = await build({
    ...common,
    metafile: true,
    platform: 'node',
    entryPoints: { main: 'src/cli/main.ts' },
    outdir: join(root, folder),
    // The parser runs on every start: in the bundle it is one file and not eight.
    external: (common.external ?? []).filter((name) => name !== 'commander'),
    plugins: [smallParser],
  });
  const chunkOf = gather(metafile.outputs);
  const bundle = await rollup({
    input: { main: join(root, folder, 'main.js') },
    // The entry may export to the other chunks, so it needs no file of its own before the chunk that it is in.
    preserveEntrySignatures: 'allow-extension',
    external: (id) => /^[^./]/.test(id),
    treeshake: { moduleSideEffects: false },
    plugins: [{ name: 'address-of-this-file', resolveImportMeta: (property) => (property === 'url' ? ADDRESS : null) }],
    onwarn: (warning) => {
      throw new Error(`The command does not bundle: ${warning.message}`);
    },
  });
  await bundle.write({
    dir: join(root, 'dist/cli'),
    format: 'cjs',
    // `import()` would bring in the machinery for modules.
    dynamicImportInCjs: false,
    interop: 'auto',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    manualChunks: (id) => chunkOf.get(id.slice(root.length)),
    minifyInternalExports: false,
  });
  await bundle.close();
  await rm(join(root, folder), { recursive: true });
  return { metafile };
}

const ADDRESS = "require('node:url').pathToFileURL(__filename).href";

type Outputs = Metafile['outputs'];

/** File that esbuild made -> the chunk that it goes to. A file of several chunks goes to the one that is opened first. */
function gather(outputs: Outputs): ReadonlyMap<string, string> {
  const madeFrom = new Map(Object.entries(outputs).map(([file, { entryPoint }]) => [entryPoint, file]));
  const chunkOf = new Map<string, string>();
  for (const [chunk, sources] of Object.entries(TOGETHER)) {
    for (const source of sources) {
      const file = madeFrom.get(source);
      if (file === undefined)
        throw new Error(`${source} is to be in the chunk ${chunk}, and nothing imports it later.`);
      for (const each of staticImports(file, outputs)) if (!chunkOf.has(each)) chunkOf.set(each, chunk);
    }
  }
  for (const [source = '', file] of madeFrom) {
    const resource = OF_RESOURCE.exec(source)?.[1];
    if (resource !== undefined) chunkOf.set(file, `resource-${resource}`);
  }
  return chunkOf;
}

/** The files that must be there before this one runs, itself included. */
function staticImports(file: string, outputs: Outputs, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && !external) staticImports(path, outputs, found);
  }
  return found;
}

/**
 * The parser is read on every run, and half of it is comments. Commands of this program are no programs of their own, so it
 * needs no way to start one either; loading that takes time.
 */
const smallParser: Plugin = {
  name: 'small-parser',
  setup({ onLoad }) {
    onLoad({ filter: /\/commander\/lib\/\w+\.js$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { minifyWhitespace: true });
      if (!path.endsWith('/command.js')) return { contents: code };
      const contents = code.replace('require("node:child_process")', '{}');
      if (contents === code) throw new Error(`${path} does not load child_process where it used to.`);
      return { contents };
    });
  },
};
