/**
 * Float32 values as decimal text: the fewest significant digits that read back as the same float32.
 * Around 9 characters a value, where the digits of the same value seen as a float64 take about 20.
 */

/** Output being filled: `bytes` holds `length` bytes so far. */
export interface ByteCursor {
  bytes: Uint8Array;
  length: number;
}

/** The most characters that one value takes, with its sign and a comma. */
export const MAX_FLOAT32_CHARS = 24;

// Values whose binary exponent lies between these are written here, the rest by the engine's own number formatting.
// The range, 2^-19 up to 2^23, is one where JavaScript writes plain decimals too.
const FAST_EXPONENT_MIN = 127 - 19;
const FAST_EXPONENT_MAX = 127 + 22;

// By number of digits: the factor that makes them 9.
const SHIFT_TO_9_DIGITS = Int32Array.of(0, 0, 0, 0, 0, 0, 1000, 100, 10, 1);

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const COMMA = 0x2c;

// `00` to `99`, two ASCII bytes each.
const PAIRS = Uint8Array.from({ length: 200 }, (_, at) => {
  const pair = at >> 1;
  return ZERO + (at % 2 === 0 ? Math.floor(pair / 10) : pair % 10);
});

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
// Multiplying by a tenth in place of dividing saves a fifth of the time. It can be off by a few parts in 10^16; tried with
// every float32 of the range above, that never changes which float32 a decimal of up to 8 digits rounds to.
const TENTHS = POWERS_OF_TEN.map((power) => 1 / power);

// For the values between 2^e and 2^(e+1): the first power of ten above 2^e, and how many decimals make 8 significant
// digits below that power.
const NEXT_POWER_OF_TEN = new Float64Array(256);
const DECIMALS_OF_8_DIGITS = new Uint8Array(256);
for (let exponent = FAST_EXPONENT_MIN; exponent <= FAST_EXPONENT_MAX; exponent++) {
  const decade = Math.floor(Math.log10(2 ** (exponent - 127)));
  NEXT_POWER_OF_TEN[exponent] = Number(`1e${decade + 1}`);
  DECIMALS_OF_8_DIGITS[exponent] = 7 - decade;
}

/**
 * Appends the values from `from` up to, not including, `to`, separated by commas.
 * The cursor must have room for `MAX_FLOAT32_CHARS` bytes a value. Negative zero is written as `0`, as in JSON.stringify.
 * @throws RangeError on NaN and infinite values, which JSON cannot hold.
 */
export function writeFloat32s(cursor: ByteCursor, values: Float32Array, range: { from: number; to: number }): void {
  const { bytes } = cursor;
  const { from, to } = range;
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  let at = cursor.length;
  for (let index = from; index < to; index++) {
    if (index > from) bytes[at++] = COMMA;
    let value = values[index] as number;
    const pattern = bits[index] as number;
    const exponent = (pattern >>> 23) & 0xff;
    if (exponent < FAST_EXPONENT_MIN || exponent > FAST_EXPONENT_MAX) {
      at = writeAscii(bytes, at, shortestFloat32(value));
      continue;
    }
    // Signs come at random: writing the byte always and keeping it sometimes beats a branch.
    bytes[at] = MINUS;
    at += pattern >>> 31;
    value = Math.abs(value);
    let decimals = DECIMALS_OF_8_DIGITS[exponent] as number;
    if (value >= (NEXT_POWER_OF_TEN[exponent] as number)) decimals--;
    let digits = (value * (POWERS_OF_TEN[decimals] as number) + 0.5) | 0;
    let significant = 8;
    if (Math.fround(digits * (TENTHS[decimals] as number)) === value) {
      while (decimals > 0) {
        const fewer = (value * (POWERS_OF_TEN[decimals - 1] as number) + 0.5) | 0;
        if (Math.fround(fewer * (TENTHS[decimals - 1] as number)) !== value) break;
        digits = fewer;
        decimals--;
        significant--;
      }
    } else {
      // 9 significant digits tell any two float32 values apart.
      decimals++;
      significant = 9;
      digits = (value * (POWERS_OF_TEN[decimals] as number) + 0.5) | 0;
    }
    if (value < 1 && significant >= 6) {
      writeFraction(bytes, at, digits * (SHIFT_TO_9_DIGITS[significant] as number), decimals - significant);
      at += 2 + decimals;
    } else {
      at = writeDecimal(bytes, at, digits, decimals);
    }
  }
  cursor.length = at;
}

/**
 * One value as JSON text.
 * @throws RangeError on NaN and infinite values.
 */
export function shortestFloat32(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written as JSON; vectors hold finite numbers.`);
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}

/** Writes `0.`, five zeros, and 9 digits after the first `zeros` of those; what is too much gets overwritten. */
function writeFraction(bytes: Uint8Array, at: number, nineDigits: number, zeros: number): void {
  bytes[at] = ZERO;
  bytes[at + 1] = POINT;
  bytes[at + 2] = ZERO;
  bytes[at + 3] = ZERO;
  bytes[at + 4] = ZERO;
  bytes[at + 5] = ZERO;
  bytes[at + 6] = ZERO;
  const start = at + 2 + zeros;
  const high = (nineDigits / 10_000) | 0;
  const low = nineDigits - high * 10_000;
  const first = (high / 10_000) | 0;
  const middle = high - first * 10_000;
  bytes[start] = ZERO + first;
  writePair(bytes, start + 1, (middle / 100) | 0);
  writePair(bytes, start + 3, middle % 100);
  writePair(bytes, start + 5, (low / 100) | 0);
  writePair(bytes, start + 7, low % 100);
}

function writePair(bytes: Uint8Array, at: number, pair: number): void {
  bytes[at] = PAIRS[pair << 1] as number;
  bytes[at + 1] = PAIRS[(pair << 1) + 1] as number;
}

/** Writes `digits / 10 ** decimals` and returns the position after it. */
function writeDecimal(bytes: Uint8Array, at: number, digits: number, decimals: number): number {
  const scale = POWERS_OF_TEN[decimals] as number;
  const whole = (digits / scale) | 0;
  let width = 1;
  for (let limit = 10; whole >= limit; limit *= 10) width++;
  const end = at + width;
  writeDigitsBefore(bytes, end, whole, width);
  if (decimals === 0) return end;
  bytes[end] = POINT;
  writeDigitsBefore(bytes, end + 1 + decimals, digits - whole * scale, decimals);
  return end + 1 + decimals;
}

/** Writes `width` digits, zeros in front, so that the last stands before `end`. */
function writeDigitsBefore(bytes: Uint8Array, end: number, value: number, width: number): void {
  const start = end - width;
  let at = end;
  let rest = value | 0;
  while (rest >= 100) {
    const quotient = (rest / 100) | 0;
    const pair = (rest - quotient * 100) << 1;
    bytes[at - 1] = PAIRS[pair + 1] as number;
    bytes[at - 2] = PAIRS[pair] as number;
    at -= 2;
    rest = quotient;
  }
  if (rest >= 10) {
    bytes[at - 1] = PAIRS[(rest << 1) + 1] as number;
    bytes[at - 2] = PAIRS[rest << 1] as number;
    at -= 2;
  } else {
    bytes[--at] = ZERO + rest;
  }
  while (at > start) bytes[--at] = ZERO;
}

function writeAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
  return at + text.length;
}
