import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkedBody, lengthBody } from '../../bench/sink/body-reader.js';
import { textCounter } from '../../bench/sink/count-text.js';
import { fates } from '../../bench/sink/fate.js';

/** The bytes in pieces that end at `cuts`. */
const pieces = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
};

const cuts = fc.array(fc.nat(), { maxLength: 8 });

it('counts documents wherever the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('"id"', '"i', 'd"', 'x')), cuts, (parts, at) => {
      const text = parts.join('');
      const counter = textCounter('"id"');
      for (const piece of pieces(Buffer.from(text), at)) counter.add(piece, 0, piece.length);
      expect(counter.count).toBe(text.split('"id"').length - 1);
    }),
  );
});

it('reads a chunked body to its end and no further, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), cuts, (chunks, at) => {
      const bodies = chunks.map((text) => Buffer.from(text));
      const framed = bodies.map((body) => `${body.length.toString(16)}\r\n${body.toString()}\r\n`).join('');
      const wire = Buffer.from(`${framed}0\r\n\r\n`);
      const received: Buffer[] = [];
      const reader = chunkedBody((chunk, start, end) => received.push(Buffer.from(chunk.subarray(start, end))));
      for (const piece of pieces(wire, at)) expect(reader.take(piece, 0)).toBe(piece.length);
      expect(reader.done).toBe(true);
      expect(Buffer.concat(received).equals(Buffer.concat(bodies))).toBe(true);
      expect(reader.take(Buffer.from('GET'), 0)).toBe(0);
    }),
  );
});

it('leaves what follows a body of known length', () => {
  const reader = lengthBody(3, () => undefined);
  expect(reader.take(Buffer.from('abcGET'), 0)).toBe(3);
  expect(reader).toMatchObject({ done: true, bytes: 3 });
});

it('chooses the same requests to refuse for the same seed, in about the share asked for', () => {
  const options = { faults: { seed: 7, tooMany: 0.1, unavailable: 0.1, reset: 0.1 } };
  const draw = (): string[] => {
    const next = fates(options, () => 0);
    return Array.from({ length: 1000 }, next);
  };
  expect(draw()).toEqual(draw());
  for (const fate of ['tooMany', 'unavailable', 'reset']) {
    const share = draw().filter((each) => each === fate).length / 1000;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
  }
});

it('answers a second of requests at once and refills with time', () => {
  let now = 0;
  const next = fates({ perSecond: 2 }, () => now);
  expect([next(), next(), next()]).toEqual(['answer', 'answer', 'tooMany']);
  now = 500;
  expect([next(), next()]).toEqual(['answer', 'tooMany']);
});
