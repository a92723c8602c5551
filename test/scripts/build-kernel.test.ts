import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assembleKernel, kernelSource, KERNELS } from '../../scripts/build-kernel.js';

it.each(KERNELS)('has the committed bytes that its source gives: $constant', async (kernel) => {
  expect(readFileSync(kernel.target, 'utf8')).toBe(await kernelSource(kernel));
  expect(WebAssembly.validate((await assembleKernel(kernel)).slice().buffer)).toBe(true);
});
