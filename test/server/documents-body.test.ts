import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseDocumentsBody } from '../../src/server/documents-body.js';
import { createVectorRoom, readVector } from '../../src/server/read-vector.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The body with its vectors in place; `undefined` when it is left to `JSON.parse`. */
function parse(text: string): unknown {
  const parsed = parseDocumentsBody(encode(text));
  parsed?.placeVectors();
  return parsed?.body;
}

/** What `JSON.parse` gives, its vectors in float32. */
function parseWhole(text: string): unknown {
  const body = JSON.parse(text) as { documents?: { vectors?: Record<string, number[]> }[] };
  for (const { vectors } of body.documents ?? []) {
    for (const [name, list] of Object.entries(vectors ?? {}))
      Object.assign(vectors ?? {}, { [name]: Float32Array.from(list) });
  }
  return body;
}

/** Everything about a value, with the order of its fields and the bits of its vectors. */
const describe = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    item instanceof Float32Array ? ['float32', ...bitsOf(Array.from(item))] : item,
  );

function read(text: string): number[] | undefined {
  const room = createVectorRoom(2);
  const bytes = encode(`${text}, "more": 1`);
  const reading = readVector(bytes, 1, room);
  if (reading !== undefined) expect(reading.end).toBe(encode(text).length);
  return reading && Array.from(reading.vector);
}

/** The same bits, so that 0 and -0 differ. */
const bitsOf = (values: readonly number[]): number[] => Array.from(new Uint32Array(Float32Array.from(values).buffer));

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

const digits = (max: number) => fc.array(fc.constantFrom(...DIGITS), { maxLength: max }).map((all) => all.join(''));

/** Numbers as JSON writes them, of any length and precision. */
const numberText = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: fc.oneof(
      fc.constant('0'),
      fc.tuple(fc.constantFrom(...DIGITS.slice(1)), digits(25)).map((all) => all.join('')),
    ),
    fraction: fc.oneof(
      fc.constant(''),
      fc.tuple(digits(30), fc.constantFrom(...DIGITS)).map((all) => `.${all.join('')}`),
    ),
    exponent: fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      fc
        .tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.integer({ min: 0, max: 60 }))
        .map((all) => all.join('')),
    ),
  })
  .map(({ sign, whole, fraction, exponent }) => sign + whole + fraction + exponent);

test('a number is the float32 that JSON.parse and rounding give, to the bit', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          numberText,
          fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
          fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
        ),
        { minLength: 1 },
      ),
      (texts) => {
        const text = `[${texts.join(', ')}]`;
        const expected = (JSON.parse(text) as number[]).map(Math.fround);
        const found = read(text);
        if (!expected.every(Number.isFinite)) expect(found).toBeUndefined();
        else expect(bitsOf(found ?? [])).toEqual(bitsOf(expected));
      },
    ),
    { numRuns: 2000 },
  );
});

test('numbers half way between two float32 round as those of JSON.parse', () => {
  const step = 2 ** -24;
  const halves = Array.from({ length: 200 }, (_, i) => 0.5 + (2 * i + 1) * (step / 2));
  const texts = halves.flatMap((half) => [
    half.toFixed(30),
    `${half.toFixed(30)}0000000001`,
    (half - 1e-17).toFixed(30),
  ]);
  const text = `[${texts.join(',')}]`;
  expect(bitsOf(read(text) ?? [])).toEqual(bitsOf((JSON.parse(text) as number[]).map(Math.fround)));
});

test.each([
  '[]',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[01]',
  '[-]',
  '[1.]',
  '[.5]',
  '[1e]',
  '[+1]',
  '[1,"a"]',
  '[[1]]',
  '[null]',
  '[1e39]',
  '[NaN]',
  '[1',
])('the list %s is left to the JSON parser', (text) => {
  const bytes = encode(text);
  expect(readVector(bytes, 1, createVectorRoom())).toBeUndefined();
});

const name = fc.oneof(
  fc.constantFrom('a', 'text_768', '1', 'documents', 'vectors', 'constructor'),
  fc.string({ maxLength: 5 }),
);
const vector = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 6 });
const upsertDocument = fc.record(
  { document_id: fc.string(), vectors: fc.dictionary(name, vector), payload: fc.dictionary(name, fc.jsonValue()) },
  { requiredKeys: [] },
);
const upsertBody = fc.record(
  { documents: fc.array(upsertDocument, { maxLength: 4 }), options: fc.jsonValue(), 'x[{': fc.jsonValue() },
  { requiredKeys: ['documents'] },
);

test('a body is the same as JSON.parse gives, spaces and other fields included', () => {
  fc.assert(
    fc.property(upsertBody, fc.constantFrom(undefined, 1, '\t', ' \r\n'), (body, space) => {
      const text = JSON.stringify(body, undefined, space);
      const found = parse(text);
      // Names that are no plain ASCII are left to the parser.
      if (found !== undefined) expect(describe(found)).toBe(describe(parseWhole(text)));
    }),
    { numRuns: 1000 },
  );
});

test('damaged bodies are never taken for whole ones', () => {
  fc.assert(
    fc.property(
      upsertBody,
      fc.nat(),
      fc.constantFrom('', '{', '}', '[', ']', ':', ',', '"', '\\', '0', '-', 'e', '.', ' ', '\u0000', 'é'),
      fc.nat(3),
      (body, place, inserted, removed) => {
        const text = JSON.stringify(body);
        const at = place % (text.length + 1);
        const damaged = text.slice(0, at) + inserted + text.slice(at + removed);
        const found = parse(damaged);
        if (found === undefined) return;
        // Throws where the damage left no JSON.
        expect(describe(found)).toBe(describe(parseWhole(damaged)));
      },
    ),
    { numRuns: 3000 },
  );
});

test('the plain form is read apart, also with an empty list, a name that comes twice, or none of it', () => {
  for (const text of [
    '{"documents":[{"document_id":"a","vectors":{"v":[1,2.5,-0]},"payload":{"vectors":{"v":[3]},"é":"\\u00e9[1]"}}]}',
    ' { "documents" : [ { "vectors" : { } } , { } ] , "options" : { "write_token" : true } } ',
    '{"documents":[{"vectors":{"v":[1]},"vectors":{"v":[2],"v":[3]}}],"documents":[{"vectors":{"w":[4]}}]}',
    '{"documents":[]}',
    '{}',
  ]) {
    expect(describe(parse(text))).toBe(describe(parseWhole(text)));
  }
});

test.each([
  '{"documents":[{"vectors":{"v":[1,2}]}',
  '{"documents":[{"vectors":{"v":[1]3}}]}',
  '{"documents":[{"vectors":{"v":"[1]"}}]}',
  '{"documents":[{"vectors":null}]}',
  '{"documents":[1]}',
  '{"documents":[{"vectors":{"v":[1]}}],"documents":1}',
  '{"documents":[{"vectors":{"__proto__":[1]}}]}',
  '{"documents":[{"vectors":{"\\u0076":[1]}}]}',
  '{"documents":[{"vectors":{"v":[1]}}]} x',
  '{"documents":[{"vectors":{"v":[1]}},]}',
  '[{"vectors":{"v":[1]}}]',
  '\ufeff{}',
  '',
])('%s is left to the JSON parser', (text) => {
  expect(parseDocumentsBody(encode(text))).toBeUndefined();
});
