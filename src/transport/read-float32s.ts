/**
 * An array of numbers in JSON text, read into float32 values without a list of doubles in between. Every value is the
 * `Math.fround(Number(text))` of its text.
 */

/** Where values are collected; grows as it must and is used for one array after the other. */
export interface Float32Scratch {
  values: Float32Array;
}

export interface ReadArray {
  readonly values: Float32Array;
  /** Position of the closing bracket. */
  readonly end: number;
}

const SPACE = 0x20;
const MINUS = 0x2d;
const POINT = 0x2e;
const COMMA = 0x2c;
const CLOSE_BRACKET = 0x5d;
const ZERO = 0x30;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 400;
/** Powers of ten up to here are exact doubles. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
// The value worked out here is within 2^-50 of the text's. When both ends of a wider interval round to the same float32, so does it.
const ABOVE = 1 + 2 ** -48;
const BELOW = 1 - 2 ** -48;

/**
 * Reads the array whose first element may start at `start`, behind the bracket. `undefined` when it holds anything but
 * numbers, or is not JSON.
 */
export function readFloat32s(bytes: Uint8Array, start: number, scratch: Float32Scratch): ReadArray | undefined {
  let at = skipSpace(bytes, start);
  if (bytes[at] === CLOSE_BRACKET) return { values: new Float32Array(0), end: at };
  let { values } = scratch;
  for (let count = 0; ;) {
    if (count === values.length) values = scratch.values = grow(values);
    const first = at;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    // Two groups of up to nine significant digits each; what follows them is too small to matter.
    let high = 0;
    let low = 0;
    let significant = 0;
    let decimals = 0;
    const wholeFrom = at;
    let digit = ((bytes[at] ?? 0) - ZERO) | 0;
    while (digit >= 0 && digit <= 9) {
      if (significant < 9) high = (Math.imul(high, 10) + digit) | 0;
      else if (significant < 18) low = (Math.imul(low, 10) + digit) | 0;
      if (significant > 0 || digit !== 0) significant++;
      digit = ((bytes[++at] ?? 0) - ZERO) | 0;
    }
    const wholeDigits = at - wholeFrom;
    if (wholeDigits === 0 || (wholeDigits > 1 && bytes[wholeFrom] === ZERO)) return undefined;
    if (bytes[at] === POINT) {
      const fractionFrom = ++at;
      digit = ((bytes[at] ?? 0) - ZERO) | 0;
      while (digit >= 0 && digit <= 9) {
        if (significant < 9) high = (Math.imul(high, 10) + digit) | 0;
        else if (significant < 18) low = (Math.imul(low, 10) + digit) | 0;
        if (significant > 0 || digit !== 0) significant++;
        digit = ((bytes[++at] ?? 0) - ZERO) | 0;
      }
      decimals = at - fractionFrom;
      if (decimals === 0) return undefined;
    }
    let next = bytes[at] as number;
    // Digits that were left out are decimals only when no more than the first 18 stand before the point.
    let value = NaN;
    if (significant <= 18 && decimals <= 22) {
      const digits = significant <= 9 ? high : high * (POWERS_OF_TEN[significant - 9] as number) + low;
      value = digits / (POWERS_OF_TEN[decimals] as number);
    }
    const isPlain = next === COMMA || next === CLOSE_BRACKET || next === SPACE;
    if (!isPlain || Math.fround(value * ABOVE) !== Math.fround(value * BELOW)) {
      at = skipNumber(bytes, at);
      const exact = toNumber(bytes, first, at);
      if (exact === undefined) return undefined;
      values[count++] = exact;
      next = bytes[at] as number;
    } else {
      values[count++] = isNegative ? -value : value;
    }
    if (next !== COMMA && next !== CLOSE_BRACKET) {
      at = skipSpace(bytes, at);
      next = bytes[at] as number;
    }
    if (next === CLOSE_BRACKET) return { values: values.slice(0, count), end: at };
    if (next !== COMMA) return undefined;
    at = skipSpace(bytes, at + 1);
  }
}

/** The position of the first byte from `at` on that is no white space of JSON. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let position = at;
  for (;;) {
    const byte = bytes[position];
    if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return position;
    position++;
  }
}

/** The end of the characters that a number may be made of. */
function skipNumber(bytes: Uint8Array, at: number): number {
  let position = at;
  for (;;) {
    const byte = bytes[position] ?? 0;
    const isDigit = byte >= ZERO && byte <= 0x39;
    // + - . E e
    if (!isDigit && byte !== 0x2b && byte !== MINUS && byte !== POINT && byte !== 0x45 && byte !== 0x65)
      return position;
    position++;
  }
}

function toNumber(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (to - from > LONGEST_NUMBER) return undefined;
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number);
  return NUMBER.test(text) ? Number(text) : undefined;
}

function grow(values: Float32Array): Float32Array {
  const larger = new Float32Array(Math.max(2048, values.length * 2));
  larger.set(values);
  return larger;
}
