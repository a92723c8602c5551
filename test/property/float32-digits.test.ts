import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWasmDigits } from '../../src/transport/digits/wasm-digits.js';
import { appendFloat32s, createCursor, MAX_FLOAT32_CHARS } from '../../src/transport/float32-digits.js';
import { shortestFloat32 } from '../../src/transport/float32-rare-digits.js';

/** The writers of float32 values, which have to write the same. */
const writers = [
  { name: 'in JavaScript', append: appendFloat32s },
  { name: 'in WebAssembly', append: createWasmDigits()! },
];

function fromBits(patterns: readonly number[]): Float32Array {
  return new Float32Array(Uint32Array.from(patterns).buffer).map((value) => (Number.isFinite(value) ? value : 0));
}

const anyBits = fc.nat({ max: 0xffffffff });
// Where the sign and exponent are those of ordinary embeddings.
const commonBits = fc
  .tuple(fc.boolean(), fc.integer({ min: 90, max: 160 }), fc.nat({ max: 0x7fffff }))
  .map(([isNegative, exponent, mantissa]) => ((isNegative ? 0x80000000 : 0) | (exponent << 23) | mantissa) >>> 0);
const vectors = fc.array(fc.oneof(anyBits, commonBits), { minLength: 1, maxLength: 400 }).map(fromBits);

describe.each(writers)('float32 values written $name', ({ append }) => {
  function write(values: Float32Array): string[] {
    const cursor = createCursor(new Uint8Array(values.length * MAX_FLOAT32_CHARS));
    append(cursor, values, { from: 0, to: values.length });
    return new TextDecoder().decode(cursor.bytes.subarray(1, cursor.length)).split(',');
  }

  it('reads back every float32 as itself', () => {
    fc.assert(
      fc.property(vectors, (values) => {
        const read = write(values).map((text) => Math.fround(JSON.parse(text) as number));
        // Negative zero is written as 0, as JSON.stringify does.
        expect(read).toEqual(Array.from(values, (value) => (value === 0 ? 0 : value)));
      }),
      { numRuns: 500 },
    );
  });

  it('writes as few digits as any decimal of that float32 has', () => {
    fc.assert(
      fc.property(vectors, (values) => {
        expect(write(values)).toEqual(Array.from(values, shortestFloat32));
      }),
      { numRuns: 200 },
    );
  });

  it('writes decimal numbers of up to six digits as they were typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 6 }), (digits, decimals) => {
        const value = Number(`${digits}e-${decimals}`);
        expect(write(Float32Array.of(value))).toEqual([JSON.stringify(value)]);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back the neighbours of every power of two and of ten', () => {
    const values: number[] = [];
    const scratch = new Float32Array(1);
    const bits = new Uint32Array(scratch.buffer);
    const addNeighbours = (value: number): void => {
      scratch[0] = value;
      const pattern = bits[0] ?? 0;
      for (let step = -3; step <= 3; step++) {
        bits[0] = Math.max(0, pattern + step);
        if (Number.isFinite(scratch[0])) values.push(scratch[0]);
      }
    };
    for (let exponent = -149; exponent <= 127; exponent++) addNeighbours(2 ** exponent);
    for (let exponent = -45; exponent <= 38; exponent++) addNeighbours(Number(`1e${exponent}`));
    const floats = Float32Array.from(values);
    expect(write(floats).map((text) => Math.fround(Number(text)))).toEqual(Array.from(floats));
  });

  it('writes every exponent, with mantissas spread over its octave, in as few digits as they need', () => {
    const perOctave = 400;
    const patterns = Array.from({ length: 255 * perOctave }, (_, index) => {
      const exponent = Math.floor(index / perOctave);
      // The golden ratio spreads them evenly; every other value is negative.
      const mantissa = Math.floor((((index % perOctave) * 0.618_033_988_75) % 1) * 2 ** 23);
      return (((index % 2) << 31) | (exponent << 23) | mantissa) >>> 0;
    });
    const values = fromBits(patterns);
    const texts = write(values);
    const wrong = texts.filter((text, index) => {
      const value = values[index] ?? NaN;
      return Math.fround(Number(text)) !== value || text !== shortestFloat32(value);
    });
    expect(wrong).toEqual([]);
  });
});
