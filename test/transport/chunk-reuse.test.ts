import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { documentsBody } from '../../src/transport/documents-encoder.js';
import { fileChunks } from '../../src/transport/file-chunks.node.js';
import { reply, startServer } from '../helpers/http-server.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const UPSERT = row({ http: 'POST', retry: 'idempotent', body: { kind: 'json', encode: 'documents' } });
const UPLOAD = row({
  http: 'POST',
  retry: 'idempotent',
  body: { kind: 'multipart', parts: [{ name: 'name' }, { name: 'file', file: true }] },
});

const documents = Array.from({ length: 400 }, (_, position) => ({
  document_id: `d${position}`,
  vectors: { t: Float32Array.from({ length: 2_000 }, (_unused, index) => Math.sin(position * 2_000 + index)) },
  // Longer than a chunk from time to time, so that text and numbers meet at its end.
  payload: { text: 'é€😀'.repeat(position % 50 === 0 ? 30_000 : position) },
}));

const bytes = Buffer.from(Uint8Array.from({ length: 9_000_001 }, (_, index) => (index * 31 + (index >> 11)) & 0xff));
const digest = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

async function makeFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chunk-reuse-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'model.tar.gz');
  await writeFile(path, bytes);
  return path;
}

async function readBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return Buffer.concat(kept);
}

/** Lets the sender fill every buffer on the way, again and again, before it takes more. */
async function readSlowly(request: IncomingMessage): Promise<Buffer> {
  const kept: Buffer[] = [];
  for await (const chunk of request) {
    kept.push(chunk as Buffer);
    if (kept.length % 16 === 0) for (let turn = 0; turn < 50; turn++) await new Promise((next) => setImmediate(next));
  }
  return Buffer.concat(kept);
}

const ways = [
  ['undici', undefined],
  ['a fetch of the caller', (input: string | URL | Request, init?: RequestInit) => fetch(input, init)],
] as const;

it.each(ways)('a slow reader gets every document as it is: %s', async (_name, fetchOption) => {
  let received: Buffer = Buffer.alloc(0);
  const server = await startServer((request, response) => {
    void readSlowly(request).then((body) => {
      received = body;
      reply(response, {});
    });
  });
  const { transport } = setupTransport({ baseUrl: server.url, fetch: fetchOption });
  await transport.send(UPSERT, { ...NO_INPUT, body: { documents } });
  const expected = await readBytes(documentsBody({ documents }).open(1) as AsyncIterable<Uint8Array>);
  expect(expected.byteLength).toBeGreaterThan(8_000_000);
  expect(digest(received)).toBe(digest(expected));
  await transport.close();
});

it.each(ways)(
  'a slow reader gets a file as it is, also when it had to be sent twice: %s',
  async (_name, fetchOption) => {
    const file = await makeFile();
    let received: Buffer = Buffer.alloc(0);
    const server = await startServer((request, response, number) => {
      if (number === 1) {
        request.once('data', () => {
          reply(response, { error: { message: 'Busy.', type: 'ServiceUnavailable' } }, 503);
        });
        return;
      }
      void readSlowly(request).then((body) => {
        received = body;
        reply(response, {});
      });
    });
    const { transport, clock } = setupTransport({ baseUrl: server.url, fetch: fetchOption });
    const sending = transport.send(UPLOAD, { ...NO_INPUT, body: { name: 'm', file } });
    clock.advance(await clock.untilTimer());
    await sending;
    const at = received.indexOf('\r\n\r\n', received.indexOf('filename="model.tar.gz"')) + 4;
    expect(digest(received.subarray(at, at + bytes.byteLength))).toBe(digest(bytes));
    expect(server.count()).toBe(2);
    await transport.close();
  },
);

it('a reader that keeps the chunks of a file finds them unchanged', async () => {
  expect(digest(await readBytes(fileChunks(await makeFile())))).toBe(digest(bytes));
});

it('a reader in step gets the chunks of a file in a few buffers', async () => {
  const hash = createHash('sha256');
  const buffers = new Set<ArrayBufferLike>();
  for await (const chunk of fileChunks(await makeFile(), { inStep: true })) {
    hash.update(chunk);
    buffers.add(chunk.buffer);
  }
  expect(hash.digest('hex')).toBe(digest(bytes));
  expect(buffers.size).toBe(3);
});

it('a reader in step gets documents in a few buffers', async () => {
  const body = documentsBody({ documents });
  const texts: string[] = [];
  const buffers = new Set<ArrayBufferLike>();
  const decoder = new TextDecoder();
  for await (const chunk of body.open(1, { inStep: true }) as AsyncIterable<Uint8Array>) {
    texts.push(decoder.decode(chunk, { stream: true }));
    buffers.add(chunk.buffer);
  }
  expect(buffers.size).toBe(3);
  const expected = await readBytes(body.open(1) as AsyncIterable<Uint8Array>);
  expect(texts.join('') === expected.toString()).toBe(true);
});
