import { appendFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

/** Preloaded with `--import`: writes the URL of every file that is loaded to `RECORDED_FILES`. */
const note = (url) => appendFileSync(process.env.RECORDED_FILES, `${url}\n`);

if (isMainThread) {
  register(import.meta.url);
  // What CommonJS requires passes no hook; it is in the cache when the process ends.
  const { cache } = createRequire(import.meta.url);
  process.on('exit', () => Object.keys(cache).forEach((file) => note(pathToFileURL(file).href)));
}

export function load(url, context, next) {
  note(url);
  return next(url, context);
}
