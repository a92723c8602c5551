import { writeFloat32 } from './float32-rare-digits.js';

/**
 * Float32 values as decimal text: the fewest significant digits that read back as the same float32.
 * Around 9 characters a value, where the digits of the same value seen as a float64 take about 20.
 */

/** Output being filled: `bytes` holds `length` bytes so far. */
export interface ByteCursor {
  readonly bytes: Uint8Array;
  /** Over the same bytes. */
  readonly view: DataView;
  length: number;
}

export function createCursor(bytes: Uint8Array): ByteCursor {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), length: 0 };
}

/** The most bytes that one value takes, with its comma and what is written behind it and overwritten. */
export const MAX_FLOAT32_CHARS = 24;

const COMMA = 0x2c;
const COMMA_MINUS = 0x2d2c;
const ZERO = 0x30;
const ZERO_POINT = 0x2e30;
const FOUR_ZEROS = 0x30303030;

// The exponents of 2^-19 up to 8, as they stand in the bits: where a decimal has at most one digit before its point and
// at most five zeros behind it.
export const EXPONENT_MIN = 127 - 19;
export const EXPONENT_MAX = 127 + 2;
/** Doubles are exact to 1e-8 where this is compared with; nearer than this to a limit, the slower way decides. */
const MARGIN = 1e-5;

// `000` to `999` as three ASCII bytes and one more, which the next digits overwrite.
const TRIPLES = Uint32Array.from({ length: 1000 }, (_, triple) => {
  const [hundreds, tens, ones] = [Math.floor(triple / 100), Math.floor(triple / 10) % 10, triple % 10];
  return FOUR_ZEROS + hundreds + tens * 0x100 + ones * 0x10000;
});
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

// By exponent e, for the values from 2^e up to 2^(e+1): the first power of ten above 2^e, how many decimals make 8
// significant digits below that power, and half the distance between two neighbours.
export const NEXT_POWER_OF_TEN = new Float64Array(256);
export const DECIMALS_OF_8_DIGITS = new Int32Array(256);
export const HALF_STEP = new Float64Array(256);
for (let exponent = EXPONENT_MIN; exponent <= EXPONENT_MAX; exponent++) {
  const decade = Math.floor(Math.log10(2 ** (exponent - 127)));
  NEXT_POWER_OF_TEN[exponent] = Number(`1e${decade + 1}`);
  DECIMALS_OF_8_DIGITS[exponent] = 7 - decade;
  HALF_STEP[exponent] = 2 ** (exponent - 127 - 24);
}

/**
 * Appends the values from `from` up to, not including, `to`, each with a comma before it.
 * The cursor must have room for `MAX_FLOAT32_CHARS` bytes a value. Negative zero is written as `0`, as in JSON.stringify.
 * @throws RangeError on NaN and infinite values, which JSON cannot hold.
 */
export function appendFloat32s(cursor: ByteCursor, values: Float32Array, range: { from: number; to: number }): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  let index = range.from;
  for (;;) {
    index = appendCommon(cursor, { values, bits, from: index, to: range.to });
    if (index === range.to) return;
    index = appendRare(cursor, { values, bits, from: index, to: range.to });
  }
}

/**
 * Appends the value at `from`, of whatever kind, and those behind it that are rare, and gives the position of the next.
 * Rare values come in groups, and going in and out of the loop for common ones costs more than such a value.
 */
export function appendRare(cursor: ByteCursor, { values, bits, from, to }: Run): number {
  let index = from;
  do {
    cursor.bytes[cursor.length] = COMMA;
    cursor.length = writeFloat32(cursor.bytes, cursor.length + 1, values[index] as number);
    index++;
  } while (index < to && !isCommon(bits[index] as number));
  return index;
}

function isCommon(pattern: number): boolean {
  const exponent = (pattern >>> 23) & 0xff;
  // The neighbours of a power of two are not equally far away.
  return exponent >= EXPONENT_MIN && exponent <= EXPONENT_MAX && (pattern & 0x7fffff) !== 0;
}

/** The vector as JSON text. */
export function float32sAsJson(values: Float32Array): Uint8Array {
  const cursor = createCursor(new Uint8Array(2 + values.length * MAX_FLOAT32_CHARS));
  appendFloat32s(cursor, values, { from: 0, to: values.length });
  cursor.bytes[0] = 0x5b;
  cursor.length = Math.max(cursor.length, 1);
  cursor.bytes[cursor.length++] = 0x5d;
  return cursor.bytes.subarray(0, cursor.length);
}

interface Run {
  values: Float32Array;
  /** The same values as they stand in memory. */
  bits: Int32Array;
  from: number;
  to: number;
}

/**
 * Appends values until one is of a rarer kind, and gives the position of that. Most values need 7 or 8 digits, at random,
 * and signs are random too: a branch on either would be guessed wrong every other time, so both cases are worked out
 * and the right one is taken by arithmetic. No function is called, so that what the loop needs stays in registers.
 */
function appendCommon(cursor: ByteCursor, { values, bits, from, to }: Run): number {
  const { view } = cursor;
  let at = cursor.length;
  let index = from;
  for (; index < to; index++) {
    const pattern = bits[index] as number;
    const exponent = (pattern >>> 23) & 0xff;
    if (exponent < EXPONENT_MIN || exponent > EXPONENT_MAX || (pattern & 0x7fffff) === 0) break;
    const value = Math.abs(values[index] as number);
    const isInNextDecade = Number(value >= (NEXT_POWER_OF_TEN[exponent] as number)) | 0;
    const decimals = ((DECIMALS_OF_8_DIGITS[exponent] as number) - isInNextDecade) | 0;
    const scale = POWERS_OF_TEN[decimals] as number;
    const scaled = value * scale;
    // A decimal nearer than half a step reads back as this value.
    const limit = (HALF_STEP[exponent] as number) * scale;
    const eight = (scaled + 0.5) | 0;
    const seven = Math.imul((scaled * 0.1 + 0.5) | 0, 10);
    const six = Math.imul((scaled * 0.01 + 0.5) | 0, 100);
    const off7 = Math.abs(seven - scaled);
    const surely = limit - MARGIN;
    const maybe = limit + MARGIN;
    if (Math.abs(eight - scaled) >= surely) break;
    const isUnclear = (Number(off7 > surely) | 0) & (Number(off7 < maybe) | 0);
    if (isUnclear !== 0) break;
    let dropped = Number(off7 < limit) | 0;
    let digits = (eight + Math.imul(seven - eight, dropped)) | 0;
    if (Math.abs(six - scaled) < maybe) {
      let step = 100;
      let shorter = six;
      for (;;) {
        const off = Math.abs(shorter - scaled);
        if (off > surely) {
          if (off < maybe) dropped = -1;
          break;
        }
        digits = shorter;
        dropped++;
        step = Math.imul(step, 10);
        shorter = Math.imul((scaled / step + 0.5) | 0, step);
      }
      // Unclear, or rounded up to the next power of ten.
      if (dropped < 0 || digits >= 100_000_000) break;
    }
    view.setUint16(at, COMMA_MINUS, true);
    at = (at + 1 + (pattern >>> 31)) | 0;
    // Zeros behind the point, then 8 digits where they belong, then the one before the point and the point.
    view.setUint32(at + 2, FOUR_ZEROS, true);
    view.setUint8(at + 6, ZERO);
    const start = (at + decimals - 6) | 0;
    const upper = (digits / 1000) | 0;
    const high = (upper / 1000) | 0;
    view.setUint32(start, TRIPLES[Math.imul(high, 10)] as number, true);
    view.setUint32(start + 2, TRIPLES[upper - Math.imul(high, 1000)] as number, true);
    view.setUint32(start + 5, TRIPLES[digits - Math.imul(upper, 1000)] as number, true);
    view.setUint16(at, ZERO_POINT + (value | 0), true);
    // Without decimals there is no point either.
    at = (at + 2 + decimals - dropped - (Number(decimals === dropped) | 0)) | 0;
  }
  cursor.length = at;
  return index;
}
