import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ValidationError } from '../../src/errors.js';
import { checkModelUpload } from '../../src/resources/check-upload.js';
import type { FileSource } from '../../src/transport/file-source.js';

const ARCHIVE = gzipSync('weights');
const GOOD = { file: ARCHIVE, name: 'm', version: '1', model_format: 'onnx' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-upload-'));
  await writeFile(join(folder, 'model.tar.gz'), ARCHIVE);
  await writeFile(join(folder, 'model.zip'), 'PK\u0003\u0004');
  await writeFile(join(folder, 'empty.tar.gz'), '');
});
afterAll(() => rm(folder, { recursive: true }));

async function refusalOf(fields: Record<string, unknown>): Promise<ValidationError> {
  const error: unknown = await checkModelUpload(fields).catch((thrown: unknown) => thrown);
  if (error instanceof ValidationError) return error;
  throw new Error('the fields were accepted', { cause: error });
}

it('accepts an archive as bytes, Blob or path and leaves it as it is', async () => {
  for (const file of [ARCHIVE, new Blob([new Uint8Array(ARCHIVE)]), join(folder, 'model.tar.gz')]) {
    const fields = { ...GOOD, file, framework: 'x', task_type: null, num_cpus: 0.5, num_gpus: 0, memory_gb: 4 };
    expect(await checkModelUpload(fields)).toEqual(fields);
  }
});

it('loses no byte of a stream that it looked into', async () => {
  async function* trickle(): AsyncGenerator<Uint8Array> {
    for (const byte of ARCHIVE) yield Uint8Array.of(byte);
  }
  const { file } = await checkModelUpload({ ...GOOD, file: trickle() });
  const source = file as FileSource;
  expect(source.replayable).toBe(false);
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open()) chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(ARCHIVE)).toBe(true);
  expect(() => source.open()).toThrow(/can be read once/);
});

it('opens a source once per attempt, the look included', async () => {
  let opened = 0;
  const open = (): ReadableStream<Uint8Array> => {
    opened++;
    return new Blob([new Uint8Array(ARCHIVE)]).stream();
  };
  const { file } = await checkModelUpload({ ...GOOD, file: { open, filename: 'a.tgz' } });
  const source = file as FileSource;
  for (const attempt of [1, 2]) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.open()) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(ARCHIVE)).toBe(true);
    expect(opened).toBe(attempt);
  }
  expect(source).toMatchObject({ filename: 'a.tgz', replayable: true });
});

it('closes a stream that it refuses', async () => {
  let isClosed = false;
  async function* zip(): AsyncGenerator<Uint8Array> {
    try {
      yield Uint8Array.of(0x50, 0x4b, 3, 4);
    } finally {
      isClosed = true;
    }
  }
  expect((await refusalOf({ ...GOOD, file: zip() })).message).toMatch(/zip archive/);
  expect(isClosed).toBe(true);
});

it.each([
  ['model.zip', /model\.zip" is not a gzip archive but a zip archive\.$/],
  ['empty.tar.gz', /empty\.tar\.gz" is empty\.$/],
  ['missing.tar.gz', /missing\.tar\.gz" does not exist\.$/],
])('refuses the file %s', async (name, message) => {
  const error = await refusalOf({ ...GOOD, file: join(folder, name) });
  expect(error.message).toMatch(message);
  expect(error.fieldErrors[0]?.path).toBe('file');
  expect(error.hint).toBeDefined();
});

it('says how to pack a directory, and shows the bytes of what is no archive', async () => {
  expect((await refusalOf({ ...GOOD, file: folder })).hint).toMatch(/tar -czf/);
  const error = await refusalOf({ ...GOOD, file: Uint8Array.of(1, 2, 3) });
  expect(error.message).toBe('file "upload" is not a gzip archive but a file that starts with the bytes 01 02.');
  expect(error.hint).toMatch(/tar -czf/);
});

it('names every wrong field at once', async () => {
  const error = await refusalOf({ version: 1, model_format: 'safetensor', num_gpus: 0.5, memory_gb: '4', memorygb: 1 });
  expect(error.fieldErrors.map(({ path, message }) => `${path} ${message}`)).toEqual([
    'file is required: a .tar.gz archive as a path, bytes, a Blob, a File or a stream.',
    'name is required.',
    'version is 1; it must be a string.',
    'model_format is "safetensor"; it must be one of safetensors, onnx, pytorch, huggingface. Did you mean safetensors?',
    'memory_gb is "4"; it must be a number above 0.',
    'num_gpus is 0.5; it must be a whole number, 0 or more.',
    'memorygb is unknown; did you mean memory_gb?',
  ]);
});

it('lets fields pass that resemble none, as the service may have learnt them', async () => {
  expect(await checkModelUpload({ ...GOOD, licence_text: 'MIT' })).toMatchObject({ licence_text: 'MIT' });
});
