import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * What a program costs in a browser, in bytes, minified and gzipped: `first` is what must be there before it runs, `all` adds what
 * it may load later by `import()`. A Node built-in in it fails the build.
 */
export async function sizesOf(contents, resolveDir) {
  return {
    first: await bundle(contents, { resolveDir, plugins: [leaveOutLater] }),
    all: await bundle(contents, { resolveDir, plugins: [] }),
  };
}

const leaveOutLater = {
  name: 'leave-out-later',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
  },
};

async function bundle(contents, { resolveDir, plugins }) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'error',
    logLimit: 1,
    plugins,
  });
  const [file] = outputFiles;
  return { minified: file.contents.length, gzipped: gzipSync(file.contents, { level: 9 }).length };
}
