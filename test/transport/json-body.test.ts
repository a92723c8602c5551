import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../src/errors.js';
import { encodeJson } from '../../src/transport/json-body.js';

describe('encodeJson', () => {
  it('writes what JSON.stringify writes when there is no typed array', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(encodeJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('writes Float32Arrays with the fewest digits that read back as the same values', () => {
    const vector = Float32Array.from([0.1, -2.5, 1 / 3, 1e-20]);
    const text = encodeJson({ queries: [{ vector, top_k: 5 }] });
    expect(text).toBe('{"queries":[{"vector":[0.1,-2.5,0.33333334,1e-20],"top_k":5}]}');
  });

  it('round-trips any float32', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true }), (vector) => {
        const read = JSON.parse(encodeJson(vector) ?? '') as number[];
        expect(Float32Array.from(read).map((value) => value + 0)).toEqual(vector.map((value) => value + 0));
      }),
    );
  });

  it('keeps dates and undefined as JSON.stringify does, beside a typed array too', () => {
    const value = { at: new Date(0), no: undefined, v: new Float32Array(1) };
    expect(encodeJson(value)).toBe('{"at":"1970-01-01T00:00:00.000Z","v":[0]}');
  });

  it.each([
    [{ a: { b: [1, Number.NaN] } }, 'a.b[1]'],
    [{ v: Float32Array.from([1, Infinity]) }, 'v[1]'],
    [{ n: 5n }, 'n'],
  ])('refuses %o and names the place', (value, path) => {
    expect(() => encodeJson(value)).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path })] }),
    );
  });

  it('refuses a value that holds itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => encodeJson(loop)).toThrow(ValidationError);
  });
});
