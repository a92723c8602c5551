import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { rollup } from 'rollup';

const ENTRIES = ['index', 'resources/definitions', 'raw'];

/**
 * The client for Node, with everything that it needs to start in one chunk. esbuild makes a chunk of every set of modules
 * that the same lazily loaded files share, and opening one takes Node longer than reading what is in it.
 */
export async function buildClient(common: BuildOptions, root: string): Promise<{ metafile: Metafile }> {
  const modules = join(root, 'dist/client-modules');
  const { metafile } = await build({
    ...common,
    metafile: true,
    platform: 'node',
    entryPoints: ENTRIES.map((entry) => `src/${entry}.ts`),
    outdir: modules,
  });
  const core = await staticImports(join(modules, 'index.js'));
  const bundle = await rollup({
    input: Object.fromEntries(ENTRIES.map((entry) => [entry, join(modules, `${entry}.js`)])),
    external: (id) => /^[^./]/.test(id),
    treeshake: { moduleSideEffects: false },
    onwarn: (warning) => {
      throw new Error(`The client does not bundle: ${warning.message}`);
    },
  });
  await bundle.write({
    dir: join(root, 'dist'),
    chunkFileNames: 'chunks/[name]-[hash].js',
    manualChunks: (id) => (core.has(id) ? 'client' : undefined),
    minifyInternalExports: false,
  });
  await bundle.close();
  await rm(modules, { recursive: true });
  return { metafile };
}

/** The files that must be there before this one runs, itself included. */
async function staticImports(file: string, found = new Set<string>()): Promise<ReadonlySet<string>> {
  if (found.has(file)) return found;
  found.add(file);
  const text = await readFile(file, 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "(\.[^"]+)";/gm)) {
    await staticImports(resolve(dirname(file), path), found);
  }
  return found;
}
