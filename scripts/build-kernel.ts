import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';
import { format } from 'prettier';

/*
 * Assembles the WebAssembly kernels, each a .wat file, into the source files that carry their bytes.
 * The same text gives the same bytes everywhere; a test compares them with the committed ones.
 *
 * Run it with `npm run build:kernel`.
 */

interface KernelSource {
  /** The text that is assembled. */
  readonly wat: URL;
  /** The source file that carries the bytes. */
  readonly target: URL;
  /** The name of the constant in it, and what it says of it. */
  readonly constant: string;
  readonly says: string;
}

const source = new URL('../src/', import.meta.url);

export const KERNELS: readonly KernelSource[] = [
  {
    wat: new URL('server/engine/kernel/kernel.wat', source),
    target: new URL('server/engine/kernel/kernel-bytes.ts', source),
    constant: 'KERNEL_BYTES',
    says: 'The vector kernel, a WebAssembly module, in base64.',
  },
  {
    wat: new URL('transport/digits/digits.wat', source),
    target: new URL('transport/digits/digits-bytes.ts', source),
    constant: 'DIGITS_BYTES',
    says: 'The digit kernel, a WebAssembly module, in base64.',
  },
];

/** The module's bytes. */
export async function assembleKernel({ wat }: KernelSource): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat(nameOf(wat), readFileSync(wat, 'utf8'), { simd: true });
  module.validate();
  return module.toBinary({}).buffer;
}

/** The source file that carries the bytes. */
export async function kernelSource(kernel: KernelSource): Promise<string> {
  const base64 = Buffer.from(await assembleKernel(kernel)).toString('base64');
  const lines = [
    `// Made of ${nameOf(kernel.wat)} by scripts/build-kernel.ts. Do not edit.`,
    '',
    `/** ${kernel.says} */`,
    `export const ${kernel.constant} = '${base64}';`,
  ];
  return format(lines.join('\n'), { parser: 'typescript', singleQuote: true, printWidth: 120 });
}

function nameOf({ pathname }: URL): string {
  return pathname.slice(pathname.lastIndexOf('/') + 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const kernel of KERNELS) writeFileSync(kernel.target, await kernelSource(kernel));
}
