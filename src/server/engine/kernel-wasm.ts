import { KERNEL_BYTES } from './kernel-bytes.js';
import { BLOCK_ROWS, type Kernel } from './kernel.js';

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = 4;

/** The signature that scripts/build-kernel.ts emits: byte addresses, a row count, a stride in bytes. */
type Scan = (query: number, row: number, count: number, stride: number, out: number) => void;

/**
 * The kernel in WebAssembly SIMD. Its memory holds, in this order: the query, the scores of one block, the matrix.
 *
 * @returns `undefined` where the platform has no WebAssembly SIMD, or no memory for so many rows.
 */
export function createWasmKernel(rows: number, stride: number): Kernel | undefined {
  const bytes = Uint8Array.from(atob(KERNEL_BYTES), (char) => char.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return undefined;

  const strideBytes = stride * FLOAT_BYTES;
  const scoresAt = strideBytes;
  const matrixAt = scoresAt + BLOCK_ROWS * FLOAT_BYTES;
  const pagesFor = (count: number): number => Math.ceil((matrixAt + count * strideBytes) / PAGE_BYTES);

  const instance = instantiate(bytes, pagesFor(rows));
  if (instance === undefined) return undefined;
  const { memory, scans } = instance;

  let capacity = rows;
  const view = (): { query: Float32Array; scores: Float32Array; matrix: Float32Array } => ({
    query: new Float32Array(memory.buffer, 0, stride),
    scores: new Float32Array(memory.buffer, scoresAt, BLOCK_ROWS),
    matrix: new Float32Array(memory.buffer, matrixAt, capacity * stride),
  });
  let views = view();

  return {
    kind: 'wasm',
    get matrix() {
      return views.matrix;
    },
    reserve(wanted) {
      const missing = pagesFor(wanted) - memory.buffer.byteLength / PAGE_BYTES;
      if (missing > 0 && !grow(memory, missing)) return false;
      capacity = wanted;
      views = view();
      return true;
    },
    setQuery(values) {
      views.query.fill(0);
      views.query.set(values);
    },
    measure(measure, first, count) {
      scans[measure](0, matrixAt + first * strideBytes, count, strideBytes, scoresAt);
      return views.scores;
    },
  };
}

function instantiate(bytes: Uint8Array<ArrayBuffer>, pages: number) {
  try {
    const memory = new WebAssembly.Memory({ initial: pages });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
    return { memory, scans: { dot: exports.dot as Scan, squared: exports.squared as Scan } };
  } catch {
    // Out of memory, or a page whose security policy forbids WebAssembly.
    return undefined;
  }
}

function grow(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
