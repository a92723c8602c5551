import { readFile, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * `node scripts/run.js <script.ts> [...arguments]`: runs a TypeScript script of this folder.
 *
 * Our own files are bundled into one module, and plain Node runs it. A loader in the process would also read every library,
 * the TypeScript compiler first of all, which takes it longer than generating everything does.
 */
const ADDRESS = 'addressOfThisFile';
const root = new URL('..', import.meta.url).pathname;
const [script] = process.argv.slice(2);
const bundle = `${root}node_modules/.cache/scripts/${basename(script, '.ts')}-${process.pid}.mjs`;

await build({
  absWorkingDir: root,
  entryPoints: [script],
  outfile: bundle,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  define: { 'import.meta.url': ADDRESS },
  plugins: [{ name: 'own-address', setup: keepAddresses }],
});
process.argv.splice(1, 2, resolve(script));
process.setSourceMapsEnabled(true);
try {
  await import(pathToFileURL(bundle).href);
} finally {
  await rm(bundle);
}

/** `import.meta.url` stays that of the file in which it stands. */
function keepAddresses({ onLoad }) {
  onLoad({ filter: /\/(scripts|bench)\/.*\.ts$/ }, async ({ path }) => {
    const address = `const ${ADDRESS} = ${JSON.stringify(pathToFileURL(path).href)};`;
    return { contents: address + (await readFile(path, 'utf8')), loader: 'ts' };
  });
}
