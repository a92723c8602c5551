import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What a web app pays for the client, in bytes. A Node built-in in it fails the build. */
export async function browserBundle(root: string): Promise<{ minified: number; gzipped: number }> {
  const { outputFiles } = await build({
    stdin: { contents: "export { Mixpeek } from './dist/default/index.js';", resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild wrote nothing.');
  const { contents } = file;
  return { minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}
