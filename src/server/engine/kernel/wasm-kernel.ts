import { KERNEL_BYTES } from './kernel-bytes.js';
import { BLOCK_ROWS, type Kernel, type Measure } from './kernel.js';

const PAGE_BYTES = 65_536;
const WORD_BYTES = 4;
const DOUBLE_BYTES = 8;
const LANES = 4;
/** Queries that one pass over the rows takes, as the functions of kernel.wat that end in 4 do. */
const QUERIES = 4;

/** The signature of the functions of kernel.wat that measure. */
type Scan = (query: number, matrix: number, stride: number, rows: number, count: number, out: number) => void;
type Functions = Readonly<Record<'dot' | 'dot4' | 'near' | 'near4', Scan>> & {
  readonly above: (values: number, factors: number, from: number, count: number, least: number) => number;
};

/**
 * The kernel in WebAssembly SIMD. Its memory holds, in this order: the queries of one pass, the numbers 0, 1, 2, ... of
 * the rows of a block, a list of rows, the scores, the factors, the matrix.
 *
 * @returns `undefined` where the platform has no WebAssembly SIMD, or no memory for so many rows.
 */
export function createWasmKernel(rows: number, stride: number): Kernel | undefined {
  const bytes = Uint8Array.from(atob(KERNEL_BYTES), (char) => char.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return undefined;

  const strideBytes = stride * WORD_BYTES;
  const blockAt = QUERIES * strideBytes;
  const listAt = blockAt + BLOCK_ROWS * WORD_BYTES;
  const scoresAt = listAt + BLOCK_ROWS * WORD_BYTES;
  const factorsAt = scoresAt + BLOCK_ROWS * WORD_BYTES;
  const matrixAt = factorsAt + BLOCK_ROWS * DOUBLE_BYTES;
  const pagesFor = (count: number): number => Math.ceil((matrixAt + count * strideBytes) / PAGE_BYTES);

  const instance = instantiate(bytes, pagesFor(rows));
  if (instance === undefined) return undefined;
  const { memory, functions } = instance;

  let capacity = rows;
  const view = () => ({
    queries: new Float32Array(memory.buffer, 0, QUERIES * stride),
    block: new Uint32Array(memory.buffer, blockAt, BLOCK_ROWS),
    list: new Uint32Array(memory.buffer, listAt, BLOCK_ROWS),
    scores: new Float32Array(memory.buffer, scoresAt, BLOCK_ROWS),
    factors: new Float64Array(memory.buffer, factorsAt, BLOCK_ROWS),
    matrix: new Float32Array(memory.buffer, matrixAt, capacity * stride),
  });
  let views = view();
  for (let i = 0; i < BLOCK_ROWS; i++) views.block[i] = i;
  views.factors.fill(1);
  let passes: readonly Float32Array[] = [];

  const measure = (kind: Measure, from: number, rowsAt: number, count: number): Float32Array => {
    views.scores.fill(-Infinity);
    for (const pass of passes) {
      if (passes.length > 1) views.queries.set(pass);
      const scan = pass.length === stride ? functions[kind] : functions[`${kind}4`];
      scan(0, from, strideBytes, rowsAt, count, scoresAt);
    }
    return views.scores;
  };

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
    setQueries(queries) {
      passes = toPasses(queries, stride);
      if (passes[0] !== undefined) views.queries.set(passes[0]);
    },
    measureBlock: (kind, first, count) => measure(kind, matrixAt + first * strideBytes, blockAt, count),
    measureRows(kind, list) {
      views.list.set(list);
      return measure(kind, matrixAt, listAt, list.length);
    },
    get factors() {
      return views.factors;
    },
    above: (least, from, count) => functions.above(scoresAt, factorsAt, from, count, least),
  };
}

/** One query for each pass, or four with their lanes in turns; the last four are filled up with the last query. */
function toPasses(queries: readonly Float32Array[], stride: number): Float32Array[] {
  const passes: Float32Array[] = [];
  for (let first = 0; first < queries.length; first += QUERIES) {
    const group = queries.slice(first, first + QUERIES);
    const places = group.length === 1 ? 1 : QUERIES;
    const pass = new Float32Array(places * stride);
    for (let place = 0; place < places; place++) {
      const query = group[Math.min(place, group.length - 1)] as Float32Array;
      query.forEach((value, i) => {
        const turn = Math.floor(i / LANES);
        pass[(turn * places + place) * LANES + (i % LANES)] = value;
      });
    }
    passes.push(pass);
  }
  return passes;
}

function instantiate(bytes: Uint8Array<ArrayBuffer>, pages: number) {
  try {
    const memory = new WebAssembly.Memory({ initial: pages });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
    // What the module exports is known from its source, which types cannot read.
    return { memory, functions: exports as unknown as Functions };
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
