import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Writes the vector kernel of the search engine: a WebAssembly module of two functions over an imported memory,
 *
 *     dot, squared(query, row, count, stride, out)
 *
 * with byte addresses, a number of rows, and the bytes of a row (a multiple of 16). For every row it stores one
 * float32: the inner product with the query, or the squared distance from it. Four accumulators of four lanes
 * hide the latency of the additions; the matrix then streams in at the speed of memory.
 *
 * Run it with `npx tsx scripts/build-kernel.ts`.
 */

type Code = readonly number[];

/** Unsigned LEB128, the number format of the binary. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128, for constants. */
function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const text = (value: string): number[] => [...leb(value.length), ...Buffer.from(value, 'ascii')];
const list = (items: readonly Code[]): number[] => [...leb(items.length), ...items.flat()];
const section = (id: number, body: Code): number[] => [id, ...leb(body.length), ...body];

const I32 = 0x7f;
const V128 = 0x7b;
const VOID_BLOCK = 0x40;

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const constant = (value: number): Code => [0x41, ...signedLeb(value)];
const end: Code = [0x0b];
const branch = (depth: number): Code => [0x0c, depth];
const branchIf = (depth: number): Code => [0x0d, depth];
const i32 = { add: [0x6a], sub: [0x6b], and: [0x71], eqz: [0x45], geU: [0x4f] } as const satisfies Record<string, Code>;
const f32 = { add: [0x92], store: [0x38, 2, 0] } as const satisfies Record<string, Code>;
const f32x4 = {
  add: [0xfd, ...leb(0xe4)],
  sub: [0xfd, ...leb(0xe5)],
  mul: [0xfd, ...leb(0xe6)],
} as const satisfies Record<string, Code>;
const load = (address: Code, offset: number): Code => [...address, 0xfd, 0x00, 4, ...leb(offset)];
const lane = (index: number): Code => [0xfd, 0x1f, index];
const zeros: Code = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];

// Parameters, then locals, by number.
const [query, row, count, stride, out] = [0, 1, 2, 3, 4];
const [at, chunksEnd, queryEnd] = [5, 6, 7];
const accumulators = [8, 9, 10, 11];
const difference = 12;

const advance = (local: number, bytes: number): Code => [...get(local), ...constant(bytes), ...i32.add, ...set(local)];

/** `while (at < limit) body`. */
const whileBelow = (limit: number, body: Code): Code => [
  ...[0x02, VOID_BLOCK, 0x03, VOID_BLOCK],
  ...[...get(at), ...get(limit), ...i32.geU, ...branchIf(1)],
  ...body,
  ...[...branch(0), ...end, ...end],
];

const addProduct = (accumulator: number, offset: number): Code => [
  ...get(accumulator),
  ...[...load(get(at), offset), ...load(get(row), offset), ...f32x4.mul],
  ...[...f32x4.add, ...set(accumulator)],
];

const addSquare = (accumulator: number, offset: number): Code => [
  ...[...load(get(at), offset), ...load(get(row), offset), ...f32x4.sub, ...set(difference)],
  ...get(accumulator),
  ...[...get(difference), ...get(difference), ...f32x4.mul],
  ...[...f32x4.add, ...set(accumulator)],
];

function scan(step: (accumulator: number, offset: number) => Code): Code {
  const [a, b, c, d] = accumulators as [number, number, number, number];
  const body: Code = [
    ...[...get(query), ...get(stride), ...constant(-64), ...i32.and, ...i32.add, ...set(chunksEnd)],
    ...[...get(query), ...get(stride), ...i32.add, ...set(queryEnd)],
    ...[0x02, VOID_BLOCK, 0x03, VOID_BLOCK],
    ...[...get(count), ...i32.eqz, ...branchIf(1)],
    ...[...get(query), ...set(at)],
    ...accumulators.flatMap((accumulator) => [...zeros, ...set(accumulator)]),
    ...whileBelow(chunksEnd, [
      ...accumulators.flatMap((accumulator, index) => step(accumulator, index * 16)),
      ...[...advance(at, 64), ...advance(row, 64)],
    ]),
    ...whileBelow(queryEnd, [...step(a, 0), ...advance(at, 16), ...advance(row, 16)]),
    ...[...get(a), ...get(b), ...f32x4.add, ...get(c), ...get(d), ...f32x4.add, ...f32x4.add, ...set(a)],
    ...get(out),
    ...[...get(a), ...lane(0), ...get(a), ...lane(1), ...f32.add],
    ...[...get(a), ...lane(2), ...get(a), ...lane(3), ...f32.add, ...f32.add],
    ...f32.store,
    ...[...advance(out, 4), ...get(count), ...constant(1), ...i32.sub, ...set(count)],
    ...[...branch(0), ...end, ...end],
    ...end,
  ];
  const locals = list([
    [3, I32],
    [5, V128],
  ]);
  return [...leb(locals.length + body.length), ...locals, ...body];
}

/** The module's bytes. */
export function buildKernel(): Uint8Array {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list([[0x60, ...list([[I32], [I32], [I32], [I32], [I32]]), 0]])),
    ...section(2, list([[...text('host'), ...text('memory'), 0x02, 0x00, 0]])),
    ...section(3, list([[0], [0]])),
    ...section(
      7,
      list([
        [...text('dot'), 0x00, 0],
        [...text('squared'), 0x00, 1],
      ]),
    ),
    ...section(10, list([scan(addProduct), scan(addSquare)])),
  ]);
}

/** The source file that carries the bytes. */
export function kernelSource(): string {
  return [
    '// Generated by scripts/build-kernel.ts. Do not edit: change the script and run it again.',
    '',
    '/** The vector kernel, a WebAssembly module, in base64. */',
    'export const KERNEL_BYTES =',
    `  '${Buffer.from(buildKernel()).toString('base64')}';`,
    '',
  ].join('\n');
}

const target = new URL('../src/server/engine/kernel-bytes.ts', import.meta.url);
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, kernelSource());
