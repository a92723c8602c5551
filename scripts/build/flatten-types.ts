import { cp, readFile } from 'node:fs/promises';
import { rollup } from 'rollup';
import type { RenderedChunk } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/** Entries, and what they share with the generated files: each becomes one file of its own name. */
const ENTRIES = ['index', 'resources/definitions', 'raw', 'call', 'server/index', 'server/msw', 'webhooks/index'];
/** Copied as they are: bundling would list each of their names three times more. */
const KEPT = ['types', 'generated/methods', 'generated/schemas', 'generated/paths'];

/**
 * Declarations as the compiler wrote them -> a few files. A consumer's compiler finds and opens a tenth as many, and what no entry leads to
 * is left out. `mixpeek` leads to `generated/methods` and `generated/schemas`, `generated/paths` is only for `mixpeek/raw`.
 */
export async function flattenTypes(from: string, to: string): Promise<void> {
  const kept = new Set(KEPT.map((name) => `${from}/${name}`));
  const bundle = await rollup({
    input: Object.fromEntries(ENTRIES.map((name) => [name, `${from}/${name}.d.ts`])),
    external: (id) => /^[^./]/.test(id) || kept.has(id.replace(/(\.d)?\.[jt]s$/, '')),
    plugins: [dts()],
    onwarn: (warning) => {
      throw new Error(`The types do not bundle: ${warning.message}`);
    },
  });
  await bundle.write({
    dir: to,
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'shared/[name].ts',
    minifyInternalExports: false,
    banner: libraryReferences,
  });
  await bundle.close();
  await Promise.all(KEPT.map((name) => cp(`${from}/${name}.d.ts`, `${to}/${name}.d.ts`)));
}

/** `/// <reference lib>` of the files of a chunk, which bundling drops. */
async function libraryReferences({ moduleIds }: RenderedChunk): Promise<string> {
  const texts = await Promise.all(moduleIds.map((file) => readFile(file, 'utf8')));
  const lines = texts.flatMap((text) => text.match(/^\/\/\/ <reference lib=.*$/gm) ?? []);
  return [...new Set(lines)].join('\n');
}
