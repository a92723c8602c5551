import { describe, expect, it, vi } from 'vitest';
import { createWasmDigits } from '../../src/transport/digits/wasm-digits.js';
import { appendFloat32s, createCursor, float32sAsJson, MAX_FLOAT32_CHARS } from '../../src/transport/float32-digits.js';
import { shortestFloat32 } from '../../src/transport/float32-rare-digits.js';

function write(...values: number[]): string {
  const floats = Float32Array.from(values);
  const cursor = createCursor(new Uint8Array(floats.length * MAX_FLOAT32_CHARS));
  appendFloat32s(cursor, floats, { from: 0, to: floats.length });
  return new TextDecoder().decode(cursor.bytes.subarray(1, cursor.length));
}

it.each([
  [0, '0'],
  [-0, '0'],
  [1, '1'],
  [-1, '-1'],
  [10, '10'],
  [255, '255'],
  [8_388_607, '8388607'],
  [16_777_216, '16777216'],
  [0.1, '0.1'],
  [0.01, '0.01'],
  [-0.25, '-0.25'],
  [0.5, '0.5'],
  [1.5, '1.5'],
  [100.25, '100.25'],
  [12_345.678, '12345.678'],
  [0.333_333_33, '0.33333334'],
  [0.999_999_94, '0.99999994'],
  [0.001_234_567, '0.001234567'],
  [0.000_002, '0.000002'],
  [1e-7, '1e-7'],
  [-1e-30, '-1e-30'],
  [2 ** -149, '1e-45'],
  [1.175_494_4e-38, '1.1754944e-38'],
  [3.402_823_5e38, '3.4028235e+38'],
  [1e20, '100000000000000000000'],
])('writes %d as %s', (value, text) => {
  expect(write(value)).toBe(text);
});

it('puts a comma before each value and leaves the rest of the vector alone', () => {
  const cursor = createCursor(new Uint8Array(100));
  appendFloat32s(cursor, Float32Array.of(1, -2.5, 3, 4), { from: 1, to: 3 });
  expect(new TextDecoder().decode(cursor.bytes.subarray(0, cursor.length))).toBe(',-2.5,3');
});

it('writes a view that starts inside its buffer', () => {
  const view = new Float32Array(Float32Array.of(9, 8, 7, 6).buffer, 4, 2);
  expect(new TextDecoder().decode(float32sAsJson(view))).toBe('[8,7]');
});

it('writes an empty vector', () => {
  expect(new TextDecoder().decode(float32sAsJson(new Float32Array()))).toBe('[]');
});

it.each([NaN, Infinity, -Infinity])('refuses %d', (value) => {
  expect(() => write(1, value)).toThrow(RangeError);
  expect(() => shortestFloat32(value)).toThrow(RangeError);
});

describe('the writer in WebAssembly', () => {
  const append = createWasmDigits()!;

  it('writes what the one in JavaScript does, of vectors of any length and from any position', () => {
    const all = Float32Array.from({ length: 5000 }, (_, index) => Math.sin(index * index) * 10 ** -(index % 9));
    for (const [from, to] of [
      [0, 0],
      [0, 1],
      [3, 4],
      [1, 2049],
      [0, 4097],
      [7, 5000],
    ] as const) {
      const [expected, got] = [appendFloat32s, append].map((writer) => {
        const cursor = createCursor(new Uint8Array(all.length * MAX_FLOAT32_CHARS));
        cursor.length = 5;
        writer(cursor, all.subarray(1), { from, to: Math.min(to, all.length - 1) });
        return new TextDecoder().decode(cursor.bytes.subarray(0, cursor.length));
      });
      expect(got).toBe(expected);
    }
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d and writes on afterwards', (value) => {
    const cursor = createCursor(new Uint8Array(100));
    expect(() => append(cursor, Float32Array.of(1, 0.3, value), { from: 0, to: 3 })).toThrow(RangeError);
    append(cursor, Float32Array.of(0.3, 0.7), { from: 0, to: 2 });
    expect(new TextDecoder().decode(cursor.bytes.subarray(0, cursor.length))).toBe(',0.3,0.7');
  });

  it('is absent where WebAssembly is', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(createWasmDigits()).toBeUndefined();
    vi.unstubAllGlobals();
  });
});
