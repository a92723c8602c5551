import { createReadStream } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UploadProgress } from '../../src/call.js';
import { ValidationError } from '../../src/errors.js';
import type { PartSpec } from '../../src/operation.js';
import type { BodySource } from '../../src/transport/body-source.js';
import { multipartBody as onDefault } from '../../src/transport/multipart.default.js';
import { multipartBody as onNode } from '../../src/transport/multipart.node.js';

const PARTS: readonly PartSpec[] = [
  { name: 'name', required: true },
  { name: 'num_gpus' },
  { name: 'file', file: true, required: true },
];
const BYTES = Uint8Array.from({ length: 2_500_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff);

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multipart-'));
  path = join(folder, 'model.tar.gz');
  await writeFile(path, BYTES);
});
afterAll(() => rm(folder, { recursive: true }));

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(0);
  yield BYTES.subarray(0, 1);
  yield BYTES.subarray(1);
}

async function readBytes(body: BodySource, attempt = 1): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const opened = body.open(attempt);
  if (typeof opened === 'string' || opened instanceof Uint8Array) throw new Error('expected a stream');
  for await (const chunk of opened) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads the form with the platform's own decoder. */
async function readForm(body: BodySource, attempt = 1): Promise<FormData> {
  const bytes = await readBytes(body, attempt);
  if (body.size !== undefined) expect(bytes.byteLength).toBe(body.size);
  return new Response(new Blob([new Uint8Array(bytes)]), { headers: { 'content-type': body.contentType } }).formData();
}

async function expectFile(form: FormData, filename: string): Promise<void> {
  const file = form.get('file') as File;
  expect(file.name).toBe(filename);
  expect(Buffer.compare(new Uint8Array(await file.arrayBuffer()), BYTES)).toBe(0);
}

const everywhere = [
  ['Node', onNode],
  ['other platforms', onDefault],
] as const;

const sources: [kind: string, make: () => unknown, filename: string, isReplayable: boolean, isSized: boolean][] = [
  ['a Uint8Array', () => BYTES, 'upload', true, true],
  ['a Buffer', () => Buffer.from(BYTES), 'upload', true, true],
  ['an ArrayBuffer', () => BYTES.slice().buffer, 'upload', true, true],
  ['a Blob', () => new Blob([BYTES]), 'upload', true, true],
  ['a File', () => new File([BYTES], 'weights.tgz'), 'weights.tgz', true, true],
  ['a web stream', () => new Blob([BYTES]).stream(), 'upload', false, false],
  ['a Node stream', () => Readable.from(pieces()), 'upload', false, false],
  ['a file stream', () => createReadStream(path), 'model.tar.gz', false, false],
  ['an async iterable', () => pieces(), 'upload', false, false],
  ['a source to open', () => ({ filename: 'a b"ü.tgz', open: pieces }), 'a b"ü.tgz', true, false],
  [
    'a source of known size',
    () => ({ size: BYTES.length, open: () => new Blob([BYTES]).stream() }),
    'upload',
    true,
    true,
  ],
];

it.each(sources)('sends %s on Node', async (_kind, make, filename, isReplayable, isSized) => {
  const body = await onNode(PARTS, { name: 'm', file: make() });
  expect(body.replayable).toBe(isReplayable);
  expect(body.size === undefined).toBe(!isSized);
  await expectFile(await readForm(body), filename);
  if (isReplayable) await expectFile(await readForm(body, 2), filename);
});

it.each(sources)('sends %s on other platforms, where every body is collected', async (_kind, make, filename) => {
  const body = await onDefault(PARTS, { name: 'm', file: make() });
  expect(body.replayable).toBe(true);
  await expectFile(await readForm(body), filename);
  await expectFile(await readForm(body, 2), filename);
});

it('sends the file at a path on Node, and again on a retry', async () => {
  const body = await onNode(PARTS, { name: 'm', file: path });
  expect(body).toMatchObject({ replayable: true });
  await expectFile(await readForm(body), 'model.tar.gz');
  await expectFile(await readForm(body, 2), 'model.tar.gz');
});

it('refuses a path where there is no Node, and says so', async () => {
  await expect(onDefault(PARTS, { name: 'm', file: path })).rejects.toThrow(/paths can be opened on Node only/);
});

it.each(everywhere)(
  'sends fields in the order of the row, then others, and leaves out absent ones on %s',
  async (_where, send) => {
    const fields = { extra: { a: [1] }, file: BYTES, flag: false, num_gpus: 2, name: 'é', gone: undefined, none: null };
    const form = await readForm(await send(PARTS, fields));
    expect([...form.keys()]).toEqual(['name', 'num_gpus', 'file', 'extra', 'flag']);
    expect(form.get('name')).toBe('é');
    expect(form.get('num_gpus')).toBe('2');
    expect(form.get('extra')).toBe('{"a":[1]}');
    expect(form.get('flag')).toBe('false');
  },
);

it.each(everywhere)('names all missing parts on %s', async (_where, send) => {
  const error: unknown = await send(PARTS, {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ValidationError);
  expect((error as ValidationError).fieldErrors.map((field) => field.path)).toEqual(['name', 'file']);
});

it.each(everywhere)('refuses values that a form cannot hold on %s', async (_where, send) => {
  await expect(send(PARTS, { name: NaN, file: BYTES })).rejects.toThrow('name is NaN');
  await expect(send(PARTS, { name: 'm', file: 42 })).rejects.toThrow('file is number, which is no file');
});

it.each(everywhere)('reports progress up to the whole body, from 0 in each attempt, on %s', async (_where, send) => {
  const seen: UploadProgress[] = [];
  const body = await send(PARTS, { name: 'm', file: BYTES }, { onProgress: (progress) => seen.push(progress) });
  await readBytes(body, 1);
  await readBytes(body, 2);
  expect(seen[0]).toEqual({ loaded: 0, total: body.size, attempt: 1 });
  expect(seen.at(-1)).toEqual({ loaded: body.size, total: body.size, attempt: 2 });
  const second = seen.findIndex((progress) => progress.attempt === 2);
  expect(seen[second]?.loaded).toBe(0);
  const loaded = seen.slice(0, second).map((progress) => progress.loaded);
  expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
});

it('closes the source when the reader leaves early', async () => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield BYTES;
    } finally {
      isClosed = true;
    }
  }
  const body = await onNode(PARTS, { name: 'm', file: { open: endless } });
  for await (const chunk of body.open(1) as AsyncIterable<Uint8Array>) if (chunk.byteLength > 1000) break;
  await expect.poll(() => isClosed).toBe(true);
});

it('passes on the error of a source', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield BYTES;
    throw new Error('the disk is gone');
  }
  const body = await onNode(PARTS, { name: 'm', file: broken() });
  await expect(readBytes(body)).rejects.toThrow('the disk is gone');
});

it('fails when a source has fewer or more bytes than announced', async () => {
  const short = await onNode(PARTS, { name: 'm', file: { size: BYTES.length + 1, open: pieces } });
  await expect(readBytes(short)).rejects.toThrow(/only 2500000 of the 2500001 bytes/);
  const long = await onNode(PARTS, { name: 'm', file: { size: 10, open: pieces } });
  await expect(readBytes(long)).rejects.toThrow(/more than the 10 bytes/);
});

it('fails when a file is cut short before it is sent', async () => {
  const cut = join(folder, 'cut.tar.gz');
  await writeFile(cut, BYTES);
  const body = await onNode(PARTS, { name: 'm', file: cut });
  await truncate(cut, 5);
  await expect(readBytes(body)).rejects.toThrow(/cut.tar.gz has only 5 of/);
});

it('refuses a stream of text', async () => {
  const body = await onNode(PARTS, { name: 'm', file: Readable.from(['text']) });
  await expect(readBytes(body)).rejects.toThrow(/stream of strings/);
});

it('refuses a stream that was read before', async () => {
  const stream = new Blob([BYTES]).stream();
  stream.getReader();
  await expect(onNode(PARTS, { name: 'm', file: stream })).rejects.toThrow(/already been read or locked/);
});

it.each([
  ['is missing', 'missing.tar.gz', /"missing.tar.gz" does not exist/],
  ['is a directory', '.', /is a directory/],
  ['is a device', '/dev/null', /is no regular file/],
])('refuses a path that %s', async (_what, file, message) => {
  await expect(onNode(PARTS, { name: 'm', file })).rejects.toThrow(message);
});
