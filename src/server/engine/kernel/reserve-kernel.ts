import type { Kernel } from './kernel.js';
import { createJsKernel } from './js-kernel.js';
import { createWasmKernel } from './wasm-kernel.js';

/** `auto`: WebAssembly SIMD for columns big enough to gain from it, where the platform has it. */
export type KernelChoice = 'auto' | 'wasm' | 'js';

/**
 * Every WebAssembly memory reserves gigabytes of address space, and processes that hold many small
 * namespaces would run out of it, so small columns stay in ordinary arrays. In float32 numbers.
 */
const WASM_FROM = 65_536;

/** A kernel with room for `rows`, with the rows of `previous` when it replaces one. */
export function reserveKernel(
  rows: number,
  options: { stride: number; choice: KernelChoice; previous?: Kernel },
): Kernel {
  const { stride, choice, previous } = options;
  const wantsWasm = choice === 'wasm' || (choice === 'auto' && rows * stride >= WASM_FROM);
  const suits = previous !== undefined && (previous.kind === 'wasm' || !wantsWasm);
  if (suits && previous.reserve(rows)) return previous;

  const next = (wantsWasm ? createWasmKernel(rows, stride) : undefined) ?? createJsKernel(rows, stride);
  if (previous !== undefined) next.matrix.set(previous.matrix.subarray(0, next.matrix.length));
  return next;
}
