import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';
import { format } from 'prettier';

/*
 * Assembles the vector kernel of the search engine, kernel.wat, into the source file that carries its bytes.
 * The same text gives the same bytes everywhere; a test compares them with the committed ones.
 *
 * Run it with `npm run build:kernel`.
 */

const folder = new URL('../src/server/engine/kernel/', import.meta.url);
const target = new URL('kernel-bytes.ts', folder);

/** The module's bytes. */
export async function assembleKernel(): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat('kernel.wat', readFileSync(new URL('kernel.wat', folder), 'utf8'), { simd: true });
  module.validate();
  return module.toBinary({}).buffer;
}

/** The source file that carries the bytes. */
export async function kernelSource(): Promise<string> {
  const base64 = Buffer.from(await assembleKernel()).toString('base64');
  const lines = [
    '// Made of kernel.wat by scripts/build-kernel.ts. Do not edit.',
    '',
    '/** The vector kernel, a WebAssembly module, in base64. */',
    `export const KERNEL_BYTES = '${base64}';`,
  ];
  return format(lines.join('\n'), { parser: 'typescript', singleQuote: true, printWidth: 120 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await kernelSource());
