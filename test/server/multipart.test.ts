import fc from 'fast-check';
import { expect, test } from 'vitest';

import { boundaryOf, readMultipart } from '../../src/server/multipart.js';

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let offset = 0, i = 0; offset < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    yield bytes.slice(offset, offset + size);
    offset += size;
  }
}

async function collect(bytes: Uint8Array, boundary: string, sizes: readonly number[] = [bytes.length]) {
  const parts: { name: string; filename: string | undefined; contentType: string; bytes: number[] }[] = [];
  for await (const part of readMultipart(inChunks(bytes, sizes), boundary)) {
    const content: number[] = [];
    for await (const chunk of part.bytes) content.push(...chunk);
    parts.push({ ...part, bytes: content });
  }
  return parts;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function encodeForm(form: FormData): Promise<{ bytes: Uint8Array; boundary: string }> {
  const request = new Request('http://x', { method: 'POST', body: form });
  const bytes = new Uint8Array(await request.arrayBuffer());
  return { bytes, boundary: boundaryOf(request.headers.get('content-type') ?? '') };
}

test('fields and files come out as the platform wrote them, however the bytes are cut', async () => {
  const content = fc.uint8Array({ maxLength: 200 });
  // Bytes that look like the beginning of a boundary are what a search gets wrong.
  const tricky = fc.constantFrom('\r\n', '\r\n--', '\r', '--', '\r\n-').map(encode);
  const file = fc
    .array(fc.oneof(content, tricky))
    .map((pieces) => Uint8Array.from(pieces.flatMap((piece) => [...piece])));
  await fc.assert(
    fc.asyncProperty(
      file,
      fc.string(),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      async (bytes, text, sizes) => {
        const form = new FormData();
        form.append('name', text);
        form.append('file', new Blob([bytes]), 'a "b".tar.gz');
        const sent = await encodeForm(form);
        const [field, received] = await collect(sent.bytes, sent.boundary, sizes);
        expect(field?.bytes).toEqual([...encode(text.replace(/\r?\n|\r/g, '\r\n'))]);
        expect(received).toEqual({
          name: 'file',
          filename: 'a "b".tar.gz',
          contentType: 'application/octet-stream',
          bytes: [...bytes],
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('a part that nobody reads is skipped', async () => {
  const form = new FormData();
  form.append('a', 'x'.repeat(1000));
  form.append('b', 'y');
  const { bytes, boundary } = await encodeForm(form);
  const names: string[] = [];
  for await (const { name } of readMultipart(inChunks(bytes, [7]), boundary)) names.push(name);
  expect(names).toEqual(['a', 'b']);
});

test('a preamble, quoted boundaries and extended file names are understood', async () => {
  const boundary = boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"');
  const body = `hello\r\n--a b\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''%E2%82%AC.gz\r\n\r\nxy\r\n--a b--\r\n`;
  expect(await collect(encode(body), boundary)).toEqual([
    { name: 'f', filename: '€.gz', contentType: 'application/octet-stream', bytes: [120, 121] },
  ]);
});

test.each([
  ['--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nxyz', 'it ends before its last boundary'],
  ['--b\r\nContent-Type: text/plain\r\n\r\nxyz\r\n--b--', 'a part has no name'],
  ['--bxyz', 'a boundary is not followed by a line end'],
  [`--b\r\nX: ${'y'.repeat(20_000)}\r\n\r\n\r\n--b--`, 'the header of a part is larger than'],
])('a malformed body is refused: %#', async (body, reason) => {
  await expect(collect(encode(body), 'b')).rejects.toThrow(reason);
});

test('a Content-Type without a boundary is refused', () => {
  expect(() => boundaryOf('multipart/form-data')).toThrow('names no boundary');
});
