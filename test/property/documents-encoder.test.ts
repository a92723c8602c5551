import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentsBody } from '../../src/transport/documents-encoder.js';

async function read(body: Record<string, unknown>): Promise<string> {
  const opened = documentsBody(body).open(1);
  if (typeof opened === 'string') return opened;
  if (opened instanceof Uint8Array) return new TextDecoder().decode(opened);
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Anything that JSON.stringify takes, with all that it treats in a special way. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.anything({ withDate: true, withNullPrototype: true, withMap: true, withBoxedValues: true, maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  // Lone surrogates.
  fc.array(fc.integer({ min: 0xd700, max: 0xe100 })).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(undefined, NaN, -0, new Date(0), new Date(NaN), () => 1, Symbol('s'), {
    toJSON: (key: string) => key,
  }),
);

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('__proto__', 'vectors', 'toString', '"'),
);
const dictionary = fc.dictionary(name, anything, { maxKeys: 4 });
// Multiples of 1/8 have the same digits as float32 and as float64.
const vector = fc.array(
  fc.integer({ min: -1000, max: 1000 }).map((eighths) => eighths / 8),
  { maxLength: 30 },
);

const document = fc.oneof(
  { weight: 1, arbitrary: anything },
  {
    weight: 4,
    arbitrary: fc.record(
      { document_id: anything, vectors: fc.oneof(fc.dictionary(name, vector), dictionary), payload: dictionary },
      { requiredKeys: [] },
    ),
  },
);

const body = fc
  .tuple(dictionary, fc.oneof(fc.array(document, { maxLength: 5 }), anything), dictionary)
  .map(([before, documents, after]) => ({ ...before, documents, ...after }));

function hasNonFiniteVector(value: { documents: unknown }): boolean {
  if (!Array.isArray(value.documents)) return false;
  return value.documents.some((item: unknown) => {
    const vectors = (item as { vectors?: unknown } | null | undefined)?.vectors;
    const lists = typeof vectors === 'object' && vectors !== null ? Object.values(vectors) : [];
    // `null` for NaN is what JSON.stringify writes, and what this encoder refuses.
    return lists.some((list) => Array.isArray(list) && list.some((x) => typeof x === 'number' && !isPlainFloat32(x)));
  });
}

function isPlainFloat32(value: number): boolean {
  return Number.isFinite(value) && Number(Math.fround(value).toPrecision(6)) === value;
}

function stringify(value: unknown): string | Error {
  try {
    return JSON.stringify(value);
  } catch (error) {
    return error as Error;
  }
}

it('writes what JSON.stringify writes', async () => {
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      fc.pre(!hasNonFiniteVector(value));
      const expected = stringify(value);
      if (typeof expected === 'string') expect(await read(value)).toBe(expected);
      else await expect(async () => read(value)).rejects.toThrow(expected.message);
    }),
    { numRuns: 3000 },
  );
});

it('writes typed arrays under vectors as the numbers that they hold', async () => {
  const float32 = fc.float32Array({ noNaN: true, noDefaultInfinity: true, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.dictionary(name, float32, { maxKeys: 3 }), { maxLength: 50 }), async (vectorsList) => {
      const text = await read({ documents: vectorsList.map((vectors) => ({ vectors })) });
      const parsed = JSON.parse(text) as { documents: { vectors: Record<string, number[]> }[] };
      expect(parsed.documents).toHaveLength(vectorsList.length);
      for (const [position, vectors] of vectorsList.entries()) {
        const got = parsed.documents[position]?.vectors ?? {};
        expect(Object.keys(got)).toEqual(Object.keys(vectors));
        for (const key of Object.keys(vectors)) {
          const wanted = Array.from(vectors[key] ?? [], (value) => (value === 0 ? 0 : value));
          expect(got[key]?.map(Math.fround)).toEqual(wanted);
        }
      }
    }),
    { numRuns: 300 },
  );
});
