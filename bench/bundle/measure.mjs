import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Bundles one client for the browser and prints its size: `measure.mjs <export statement>`. */
const { outputFiles } = await build({
  stdin: { contents: process.argv[2], resolveDir: import.meta.dirname },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  write: false,
  logLevel: 'error',
  logLimit: 1,
});
const [{ contents }] = outputFiles;
console.log(
  JSON.stringify({ minifiedKiB: contents.length / 1024, gzipKiB: gzipSync(contents, { level: 9 }).length / 1024 }),
);
