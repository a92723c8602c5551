import wabt from 'wabt';
import { bucketOf, measure } from './workload.mjs';

/** The limit: adds up every number of the matrix, or of the rows that the filter leaves, and does nothing else. */
const SUM = `
(module
  (import "host" "memory" (memory 1))
  (func (export "sum") (param $at i32) (param $end i32) (result f32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $next
      (local.set $a (f32x4.add (local.get $a) (v128.load (local.get $at))))
      (local.set $b (f32x4.add (local.get $b) (v128.load offset=16 (local.get $at))))
      (local.set $c (f32x4.add (local.get $c) (v128.load offset=32 (local.get $at))))
      (local.set $d (f32x4.add (local.get $d) (v128.load offset=48 (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (f32x4.extract_lane 0
      (f32x4.add
        (f32x4.add (local.get $a) (local.get $b))
        (f32x4.add (local.get $c) (local.get $d))))))`;

const { parseWat } = await wabt();
const module = new WebAssembly.Module(parseWat('sum.wat', SUM, { simd: true }).toBinary({}).buffer);

await measure(({ rows, dimension, bucket }) => {
  const stride = dimension * 4;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((rows * stride) / 65_536) });
  const { sum } = new WebAssembly.Instance(module, { host: { memory } }).exports;
  const matrix = new Float32Array(memory.buffer, 0, rows * dimension);
  const chosen = Array.from({ length: rows }, (_, row) => row).filter((row) => bucketOf(row) === bucket);
  return {
    add: (first, values) => matrix.set(values, first * dimension),
    search() {
      if (bucket === undefined) sum(0, rows * stride);
      else for (const row of chosen) sum(row * stride, (row + 1) * stride);
    },
  };
});
