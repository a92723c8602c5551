/** Room for vectors, many to a block: one allocation each costs as much as reading them. */
export interface VectorRoom {
  block: Float32Array;
  used: number;
}

const BLOCK = 65_536;

export const createVectorRoom = (size = BLOCK): VectorRoom => ({ block: new Float32Array(size), used: 0 });

/** A vector, and the offset behind its closing bracket. */
export interface VectorReading {
  readonly vector: Float32Array;
  readonly end: number;
}

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const COMMA = 0x2c;
const CLOSE = 0x5d;
const LETTER_E = 0x65;
/** The bit that makes a letter small. */
const SMALL = 0x20;

/** Below this another digit leaves an int32. */
const INT_ROOM = 100_000_000;
/** With so many digits more, 15 in all, the number is still exact in double precision. */
const MORE_DIGITS = 6;
/** Powers of ten that are exact in double precision. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads a JSON list of numbers from behind its opening bracket, each exactly as `Math.fround(JSON.parse(...))` would.
 *
 * @returns `undefined` for what is no JSON, an empty list, another value in the list, or a number beyond float32
 */
export function readVector(bytes: Uint8Array, start: number, room: VectorRoom): VectorReading | undefined {
  let { block, used: first } = room;
  let next = first;
  let at = start;
  for (;;) {
    if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
    const token = at;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at += 1;

    let whole = 0;
    const wholeStart = at;
    let byte = bytes[at] as number;
    while (byte >= ZERO && byte <= NINE && whole < INT_ROOM) {
      whole = (Math.imul(whole, 10) + byte - ZERO) | 0;
      byte = bytes[++at] as number;
    }
    if (at === wholeStart || (bytes[wholeStart] === ZERO && at > wholeStart + 1)) return undefined;

    let mantissa = whole;
    let places = 0;
    let isCut = false;
    if (byte === POINT) {
      byte = bytes[++at] as number;
      const fraction = at;
      while (byte >= ZERO && byte <= NINE && whole < INT_ROOM) {
        whole = (Math.imul(whole, 10) + byte - ZERO) | 0;
        byte = bytes[++at] as number;
      }
      mantissa = whole;
      if (byte >= ZERO && byte <= NINE) {
        const moreStart = at;
        let more = 0;
        while (byte >= ZERO && byte <= NINE && at - moreStart < MORE_DIGITS) {
          more = (Math.imul(more, 10) + byte - ZERO) | 0;
          byte = bytes[++at] as number;
        }
        mantissa = whole * (POWERS[at - moreStart] as number) + more;
        places = at - fraction;
        while (byte >= ZERO && byte <= NINE) {
          isCut = true;
          byte = bytes[++at] as number;
        }
      } else places = at - fraction;
      if (at === fraction) return undefined;
    }

    const isLong = (byte | SMALL) === LETTER_E || (byte >= ZERO && byte <= NINE);
    let value = isLong ? NaN : toFloat32(mantissa, places, isCut);
    if (Number.isNaN(value)) {
      const end = endOfNumber(bytes, token);
      const text = String.fromCharCode(...bytes.subarray(token, end));
      if (!NUMBER.test(text)) return undefined;
      value = Math.fround(Math.abs(Number(text)));
      if (value === Infinity) return undefined;
      at = end;
    }

    if (next === block.length) {
      const larger = new Float32Array(Math.max(BLOCK, 2 * (next - first)));
      larger.set(block.subarray(first));
      next -= first;
      first = 0;
      room.block = block = larger;
    }
    block[next] = isNegative ? -value : value;
    next += 1;

    if ((bytes[at] as number) <= SPACE) at = skipSpace(bytes, at);
    const follows = bytes[at];
    at += 1;
    if (follows === CLOSE) {
      room.used = next;
      return { vector: block.subarray(first, next), end: at };
    }
    if (follows !== COMMA) return undefined;
  }
}

/**
 * `mantissa / 10 ** places` as float32, rounded to double first as `JSON.parse` does. When further digits were cut
 * off, the number lies between this mantissa and the next one; mostly both are the same float32.
 *
 * @returns NaN when that does not tell
 */
function toFloat32(mantissa: number, places: number, isCut: boolean): number {
  if (places > 22) return NaN;
  const power = POWERS[places] as number;
  const value = Math.fround(mantissa / power);
  return !isCut || value === Math.fround((mantissa + 1) / power) ? value : NaN;
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] as number;
    const isPart =
      (byte >= ZERO && byte <= NINE) ||
      byte === MINUS ||
      byte === PLUS ||
      byte === POINT ||
      (byte | SMALL) === LETTER_E;
    if (!isPart) return at;
    at += 1;
  }
}

export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte > SPACE || (byte !== SPACE && byte !== LINE_FEED && byte !== RETURN && byte !== TAB)) break;
    at += 1;
  }
  return at;
}
