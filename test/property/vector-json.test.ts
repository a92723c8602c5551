import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readFloat32s } from '../../src/transport/read-float32s.js';
import { parseVectorJson } from '../../src/transport/vector-json.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function readNumbers(texts: readonly string[]): Float32Array | undefined {
  return readFloat32s(encode(`[${texts.join(',')}]`), 1, { values: new Float32Array(0) })?.values;
}

const rounded = (texts: readonly string[]): Float32Array => Float32Array.from(texts, Number);

/** The decimal of a float64 that lies `ulps` beside the middle between two neighbouring float32s: the hardest to round. */
const nearMiddle = fc
  .tuple(fc.nat({ max: 0x7f7ffffe }), fc.integer({ min: -3, max: 3 }), fc.boolean())
  .map(([pattern, ulps, isNegative]) => {
    const [low = 0, high = 0] = new Float32Array(Uint32Array.of(pattern, pattern + 1).buffer);
    const bits = new BigInt64Array(Float64Array.of((low + high) / 2).buffer);
    bits[0] = (bits[0] ?? 0n) + BigInt(ulps);
    const [middle = 0] = new Float64Array(bits.buffer);
    return `${isNegative ? '-' : ''}${middle}`;
  });
const digits = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat({ max: 60 }))
  .map(([isNegative, whole, decimals]) => {
    const padded = String(whole).padStart(decimals + 1, '0');
    const text =
      decimals === 0
        ? padded
        : `${padded.slice(0, padded.length - decimals)}.${padded.slice(padded.length - decimals)}`;
    return (isNegative ? '-' : '') + text;
  });
const exponential = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat({ max: 20 }))
  .map(([value, places]) => value.toExponential(places));
const anyNumber = fc.oneof(
  nearMiddle,
  digits,
  exponential,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.float({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 }).map((value) => value.toFixed(9)),
  fc.constantFrom('-0', '0', '-0.0', '0e0', '1E+2', '3.4028235677973366e38', '1.401298464324817e-45', '7e-46', '1e400'),
);

it('reads every number as Math.fround(Number(text)), to the bit', () => {
  fc.assert(
    fc.property(fc.array(anyNumber, { maxLength: 50 }), (texts) => {
      const values = readNumbers(texts);
      expect(new Uint32Array(values?.buffer ?? new ArrayBuffer(4))).toEqual(new Uint32Array(rounded(texts).buffer));
    }),
    { numRuns: 3000 },
  );
});

it('leaves to JSON.parse what is no array of numbers', () => {
  for (const text of [
    'null',
    '01',
    '+1',
    '1.',
    '.5',
    '1e',
    '-',
    '',
    '1,',
    ',1',
    '1 2',
    '"1"',
    '[1]',
    '{}',
    '1a',
    '--1',
    '1..2',
    '0x1',
    '1e5.5',
    'NaN',
  ]) {
    const isEmpty = text === '';
    expect([text, readNumbers([text])]).toEqual([text, isEmpty ? new Float32Array(0) : undefined]);
  }
  expect(readFloat32s(encode('1,2'), 0, { values: new Float32Array(0) })).toBeUndefined();
});

it('allows white space wherever JSON does', () => {
  const text = '[ 1 ,\n\t2.5\r, -3e1 ]';
  expect(readFloat32s(encode(text), 1, { values: new Float32Array(0) })).toEqual({
    values: Float32Array.of(1, 2.5, -30),
    end: text.length - 1,
  });
});

/** What parseVectorJson is to give, by way of JSON.parse. */
function expected(text: string): unknown {
  const body = JSON.parse(text) as unknown;
  visit(body);
  return body;
}

function visit(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const body = value as Record<string, unknown>;
  if (!('document_id' in body)) {
    for (const list of [body.documents, body.results]) if (Array.isArray(list)) list.forEach(visit);
    return;
  }
  const { vectors } = body;
  if (typeof vectors !== 'object' || vectors === null || Array.isArray(vectors)) return;
  for (const [name, vector] of Object.entries(vectors)) {
    if (!Array.isArray(vector) || !vector.every((item) => typeof item === 'number')) continue;
    (vectors as Record<string, unknown>)[name] = Float32Array.from(vector);
  }
}

const name = fc.oneof(
  fc.constantFrom('vectors', 'documents', 'results', 'document_id', 'a', '10', '2', '"vectors"', '\\', '__proto__'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const numbers = fc.array(fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.integer()), { maxLength: 6 });
const leaf = fc.oneof(
  numbers,
  fc.array(fc.oneof(numbers, fc.constant(null)), { maxLength: 3 }),
  fc.constantFrom(null, 'vectors', '"vectors":{"a":[1]}', '\uE0000', '\\', 'x', [0], [1], [null]),
  fc.jsonValue({ maxDepth: 2 }),
);
const vectors = fc.dictionary(name, leaf, { maxKeys: 4 });
const document = fc.oneof(
  fc.record(
    { document_id: fc.string({ maxLength: 3 }), vectors, payload: fc.record({ vectors }), documents: leaf },
    { requiredKeys: [] },
  ),
  vectors,
  leaf,
);
const lists = fc.record(
  { documents: fc.array(document, { maxLength: 4 }), vectors, results: fc.array(document, { maxLength: 3 }) },
  { requiredKeys: [] },
);
const body = fc.oneof(lists, document, fc.record({ results: fc.array(lists, { maxLength: 3 }) }));

it('gives documents with Float32Arrays, and all else as JSON.parse does', () => {
  fc.assert(
    fc.property(body, fc.constantFrom(undefined, 2, '\t'), fc.boolean(), (value, indent, isEscaped) => {
      const plain = JSON.stringify(value, undefined, indent);
      const text = isEscaped ? plain.replaceAll('\uE000', '\\ue000') : plain;
      expect(parseVectorJson(encode(text))).toEqual(expected(text));
    }),
    { numRuns: 3000 },
  );
});

it('understands a body whatever stands twice in it', () => {
  const text = '{"document_id":"d","vectors":{"a":[1],"a":[2]},"vectors":{"b":[3]}}';
  expect(parseVectorJson(encode(text))).toEqual({ document_id: 'd', vectors: { b: Float32Array.of(3) } });
});

it.each([
  '',
  '{',
  '{"documents":[{"document_id":"d","vectors":{"a":[1,',
  '{"vectors":{"a":[1]}',
  '{"vectors":{"a":[1}}',
  '<html>',
])('throws on what is no JSON: %s', (text) => {
  expect(() => parseVectorJson(encode(text))).toThrow(SyntaxError);
});
