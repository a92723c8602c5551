import type { appendFloat32s } from '../float32-digits.js';
import {
  appendRare,
  createCursor,
  DECIMALS_OF_8_DIGITS,
  EXPONENT_MAX,
  EXPONENT_MIN,
  HALF_STEP,
  NEXT_POWER_OF_TEN,
} from '../float32-digits.js';
import { DIGITS_BYTES } from './digits-bytes.js';

// The memory as digits.wat lays it out.
const ROW_BYTES = 32;
const BOUNDS_AT = 1408;
const END_AT = 1496;
const VALUES_AT = 2048;
/** So many values, and the text of as many, fill the one page of memory. */
const RUN = 2048;
const TEXT_AT = VALUES_AT + RUN * 4;

interface Functions {
  readonly memory: WebAssembly.Memory;
  readonly write: (from: number, end: number, at: number) => number;
}

/**
 * `appendFloat32s` in WebAssembly SIMD, in half the time. Its memory of its own costs a copy of the values in and of the
 * text out. `undefined` where the platform has no WebAssembly SIMD, or a page's security policy forbids it.
 */
export function createWasmDigits(): typeof appendFloat32s | undefined {
  const functions = instantiate();
  if (functions === undefined) return undefined;
  const { memory, write } = functions;
  fillTables(new DataView(memory.buffer));
  const text = createCursor(new Uint8Array(memory.buffer));
  const values = new Float32Array(memory.buffer, VALUES_AT, RUN);
  const bits = new Int32Array(memory.buffer, VALUES_AT, RUN);
  const ends = new Int32Array(memory.buffer, END_AT, 1);

  function writeRun(count: number): void {
    const end = VALUES_AT + count * 4;
    text.length = TEXT_AT;
    let index = 0;
    for (;;) {
      index = (write(VALUES_AT + index * 4, end, text.length) - VALUES_AT) / 4;
      text.length = ends[0] as number;
      if (index === count) return;
      index = appendRare(text, { values, bits, from: index, to: count });
    }
  }

  return (cursor, all, { from, to }) => {
    for (let first = from; first < to; first += RUN) {
      const run = all.subarray(first, Math.min(to, first + RUN));
      values.set(run);
      writeRun(run.length);
      cursor.bytes.set(text.bytes.subarray(TEXT_AT, text.length), cursor.length);
      cursor.length += text.length - TEXT_AT;
    }
  };
}

function instantiate(): Functions | undefined {
  const bytes = Uint8Array.from(atob(DIGITS_BYTES), (char) => char.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return undefined;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    // What the module exports is known from its source, which types cannot read.
    return exports as unknown as Functions;
  } catch {
    // Out of memory, or a page whose security policy forbids WebAssembly.
    return undefined;
  }
}

function fillTables(view: DataView): void {
  for (let exponent = EXPONENT_MIN; exponent <= EXPONENT_MAX; exponent++) {
    const place = exponent - EXPONENT_MIN;
    const nextPower = NEXT_POWER_OF_TEN[exponent] as number;
    view.setInt32(BOUNDS_AT + place * 4, bitsFrom(nextPower), true);
    for (const isInNextDecade of [0, 1]) {
      const row = (place * 2 + isInNextDecade) * ROW_BYTES;
      const decimals = (DECIMALS_OF_8_DIGITS[exponent] as number) - isInNextDecade;
      const scale = Number(`1e${decimals}`);
      view.setFloat64(row, scale, true);
      view.setFloat64(row + 8, (HALF_STEP[exponent] as number) * scale, true);
      view.setInt32(row + 16, decimals, true);
    }
  }
}

/** The bits of the least float32 that is not below `value`. */
function bitsFrom(value: number): number {
  const nearest = Float32Array.of(value);
  const bits = new Int32Array(nearest.buffer)[0] as number;
  return (nearest[0] as number) < value ? bits + 1 : bits;
}
