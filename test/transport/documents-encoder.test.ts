import { expect, it } from 'vitest';
import type { BodySource } from '../../src/transport/body-source.js';
import { documentsBody } from '../../src/transport/documents-encoder.js';

async function readChunks(body: BodySource): Promise<Uint8Array[]> {
  const opened = body.open(1);
  if (typeof opened === 'string') return [new TextEncoder().encode(opened)];
  if (opened instanceof Uint8Array) return [opened];
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened) chunks.push(chunk);
  return chunks;
}

async function read(body: BodySource): Promise<string> {
  return Buffer.concat(await readChunks(body)).toString();
}

it('writes documents, and the other fields where they stand', async () => {
  const body = documentsBody({
    first: 1,
    documents: [{ document_id: 'a', vectors: { t: Float32Array.of(0.1, -2) }, payload: { x: 'é"\n' } }],
    options: { write_token: true },
  });
  expect(await read(body)).toBe(
    '{"first":1,"documents":[{"document_id":"a","vectors":{"t":[0.1,-2]},"payload":{"x":"é\\"\\n"}}],"options":{"write_token":true}}',
  );
});

it('gives a small body in one piece with its size', async () => {
  const body = documentsBody({ documents: [{ vectors: { t: [1, 2] }, payload: { word: 'ü' } }] });
  expect(body).toMatchObject({ contentType: 'application/json', replayable: true });
  expect(body.size).toBe(Buffer.byteLength(await read(body)));
  expect(body.open(1)).toBeInstanceOf(Uint8Array);
});

it('gives a large body in chunks of bounded size, the same at every attempt', async () => {
  const documents = Array.from({ length: 200 }, (_, position) => ({
    document_id: `d${position}`,
    vectors: { t: Float32Array.from({ length: 500 }, (_unused, index) => Math.sin(position * 500 + index)) },
    payload: { position },
  }));
  const body = documentsBody({ documents });
  expect(body.size).toBeUndefined();
  const chunks = await readChunks(body);
  expect(Math.max(...chunks.map((chunk) => chunk.byteLength))).toBeLessThanOrEqual(256 * 1024);
  expect(chunks.length).toBeGreaterThan(5);
  const parsed = JSON.parse(await read(body)) as { documents: { vectors: { t: number[] } }[] };
  const vectors = parsed.documents.map((document) => document.vectors.t.map(Math.fround));
  expect(vectors).toEqual(documents.map((document) => Array.from(document.vectors.t)));
});

it('splits text that is longer than a chunk between whole characters', async () => {
  const payload = { text: 'a' + '😀é€'.repeat(60_000) };
  const body = documentsBody({ documents: [{ payload }] });
  expect((await readChunks(body)).length).toBeGreaterThan(3);
  expect(JSON.parse(await read(body))).toEqual({ documents: [{ payload }] });
});

it('rounds number[] vectors to float32, and keeps their digits with float64', async () => {
  const documents = [{ vectors: { t: [1 / 3, 0.1, 5e-324] } }];
  expect(await read(documentsBody({ documents }))).toBe('{"documents":[{"vectors":{"t":[0.33333334,0.1,0]}}]}');
  expect(await read(documentsBody({ documents }, { float64: true }))).toBe(JSON.stringify({ documents }));
});

it('keeps float64 digits in everything that is not a vector', async () => {
  const body = { documents: [{ payload: { vectors: { t: [1 / 3] } }, score: 1 / 3 }], vectors: [1 / 3] };
  expect(await read(documentsBody(body))).toBe(JSON.stringify(body));
});

it('refuses elements that JSON cannot hold', async () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    for (const t of [[1, value], Float32Array.of(1, value)]) {
      expect(() => documentsBody({ documents: [{ vectors: { t } }] })).toThrow(RangeError);
    }
    expect(() => documentsBody({ documents: [{ vectors: { t: [value] } }] }, { float64: true })).toThrow(RangeError);
  }
  expect(() => documentsBody({ documents: [{ vectors: { t: [1e300] } }] })).toThrow(RangeError);
});

it('refuses a late bad element while the body is read', async () => {
  const documents: unknown[] = Array.from({ length: 100 }, () => ({
    vectors: { t: new Float32Array(1000).fill(0.123) },
  }));
  documents.push({ vectors: { t: [NaN] } });
  const body = documentsBody({ documents });
  await expect(read(body)).rejects.toThrow(RangeError);
});

it('refuses bigints and cycles as JSON.stringify does', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  for (const payload of [{ big: 1n }, cycle]) {
    expect(() => documentsBody({ documents: [{ payload }] })).toThrow(TypeError);
  }
});
