/** One float32 as the shortest decimal, for every value that the fast loop of `float32-digits.ts` leaves. */

// Values between these are written here, the rest by the engine's own number formatting. JavaScript writes plain decimals
// in this range, too.
const PLAIN_MIN = 2 ** -19;
const PLAIN_LIMIT = 2 ** 23;

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
// Multiplying by a tenth in place of dividing can be off by a few parts in 10^16; tried with every float32 of the range
// above, that never changes which float32 a decimal of up to 8 digits rounds to.
const TENTHS = POWERS_OF_TEN.map((power) => 1 / power);

/**
 * Writes the value and returns the position after it. Negative zero is written as `0`.
 * @throws RangeError on NaN and infinite values.
 */
export function writeFloat32(bytes: Uint8Array, start: number, float32: number): number {
  let at = start;
  if (float32 === 0) {
    bytes[at] = ZERO;
    return at + 1;
  }
  const value = Math.abs(float32);
  if (!(value >= PLAIN_MIN && value < PLAIN_LIMIT)) {
    return writeAscii(bytes, at, shortestFloat32(float32));
  }
  if (float32 < 0) bytes[at++] = MINUS;
  // As many as make 8 significant digits.
  let decimals = value >= 1 ? 0 : 7;
  while (value * (POWERS_OF_TEN[decimals] as number) < 1e7) decimals++;
  let digits = nearest(value, decimals);
  if (readsBack(digits, decimals, value)) {
    while (decimals > 0) {
      const fewer = nearest(value, decimals - 1);
      if (!readsBack(fewer, decimals - 1, value)) break;
      digits = fewer;
      decimals--;
    }
  } else {
    // 9 significant digits tell any two float32 values apart.
    decimals++;
    digits = nearest(value, decimals);
  }
  return writeDecimal(bytes, at, digits, decimals);
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

function nearest(value: number, decimals: number): number {
  return (value * (POWERS_OF_TEN[decimals] as number) + 0.5) | 0;
}

function readsBack(digits: number, decimals: number, value: number): boolean {
  return Math.fround(digits * (TENTHS[decimals] as number)) === value;
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
  // Known to be an integer, the division becomes a multiplication.
  let rest = value | 0;
  for (let at = end - 1; at >= end - width; at--) {
    const quotient = (rest / 10) | 0;
    bytes[at] = ZERO + (rest - quotient * 10);
    rest = quotient;
  }
}

function writeAscii(bytes: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
  return at + text.length;
}
