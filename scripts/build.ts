import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { buildClient } from './build/client.js';
import { buildCommand } from './build/command.js';
import { flattenTypes } from './build/flatten-types.js';
import { writeHelpPages } from './build/help-pages.js';
import { thirdPartyNotices } from './build/notices.js';

/** src -> dist: `dist/` for Node, `dist/cli/` for the command, `dist/default/` for everything else, `dist/types/` for the compiler. */
const root = new URL('..', import.meta.url).pathname;
const manifest = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as Record<string, Record<string, string>>;
/** Declarations as the compiler writes them; gone when they are made into a few files. */
const declarations = `${root}dist/declarations`;
const external = Object.keys({
  ...manifest.dependencies,
  ...manifest.optionalDependencies,
  ...manifest.peerDependencies,
});

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  outbase: 'src',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  external,
  metafile: true,
  logLevel: 'warning',
};

await rm(`${root}dist`, { recursive: true, force: true });
const [client, server, command, neutral] = await Promise.all([
  buildClient(common, root),
  build({
    ...common,
    platform: 'node',
    entryPoints: ['src/server/index.ts', 'src/server/msw.ts'],
    outdir: 'dist',
    // Bundled CommonJS libraries ask for Node built-ins through `require`.
    banner: {
      js: "import { createRequire as createRequire_ } from 'node:module';\nconst require = createRequire_(import.meta.url);",
    },
  }),
  buildCommand(common, root),
  build({
    ...common,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['default'],
    entryPoints: [
      'src/index.ts',
      'src/resources/definitions.ts',
      'src/raw.ts',
      'src/server/browser.ts',
      'src/server/msw.ts',
      'src/webhooks/index.ts',
    ],
    outdir: 'dist/default',
  }),
  writeTypes(),
  writeHelpPages(`${root}dist/cli/help`),
]);

await dropBareImports([server, neutral]);
const bundled = [client, server, command, neutral]
  .map(({ metafile }) => metafile)
  .filter((each): each is Metafile => each !== undefined);
await writeFile(`${root}dist/THIRD_PARTY_NOTICES.txt`, await thirdPartyNotices(root, bundled));

async function writeTypes(): Promise<void> {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  await promisify(execFile)(process.execPath, [tsc, '-p', 'scripts/build/tsconfig.json'], { cwd: root });
  await flattenTypes(declarations, `${root}dist/types`);
  await rm(declarations, { recursive: true });
}

/** Splitting leaves imports of chunks that a file does not use; nothing here has side effects, and other bundlers warn of them. */
async function dropBareImports(results: readonly { metafile?: Metafile | undefined }[]): Promise<void> {
  const outputs = results.flatMap(({ metafile }) => Object.keys(metafile?.outputs ?? {}));
  for (const file of outputs.filter((name) => name.endsWith('.js'))) {
    const text = await readFile(root + file, 'utf8');
    const kept = text.replaceAll(/^import "\.[^"]*";\n/gm, '');
    if (kept !== text) await writeFile(root + file, kept);
  }
}
