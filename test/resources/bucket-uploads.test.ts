import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { Mixpeek } from '../../src/client.js';
import type { FileOutcome } from '../../src/index.js';
import type { ClientOptions } from '../../src/options.js';
import { KEY } from '../helpers/client.js';
import { createManualClock } from '../helpers/clock.js';
import { startReferenceServer } from '../helpers/server.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/** A client of a reference server with one bucket; `puts` may answer PUTs in the server's place. */
async function setupBucket(puts: (Response | undefined)[] = [], options: ClientOptions = {}) {
  // The abort of an upload is no failure of the server.
  const server = startReferenceServer({ log: () => undefined });
  const seen: Seen[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname: path } = new URL(request.url);
    seen.push({ method: request.method, path, headers: request.headers });
    const instead = request.method === 'PUT' ? puts.shift() : undefined;
    if (instead === undefined) return server.fetch(request);
    await request.arrayBuffer();
    return instead;
  };
  const clock = createManualClock();
  const mp = new Mixpeek({ apiKey: KEY, baseUrl: 'http://api.test', namespace: 'ns', fetch, clock, ...options });
  await mp.namespaces.create({ namespace_id: 'ns', mode: 'standalone' });
  await mp.buckets.create({
    bucket_name: 'products',
    bucket_schema: { properties: { title: { type: 'string' }, photo: { type: 'image' }, manual: { type: 'pdf' } } },
  });
  const sentPuts = () => seen.filter(({ method }) => method === 'PUT');
  return { mp, server, seen, clock, sentPuts };
}

async function createDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mixpeek-uploads-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

const file = (content: string, name = 'shoe.jpg') => new File([content], name);

describe('buckets.uploads.put', () => {
  it('creates, puts and confirms, and tells what became of the file', async () => {
    const { mp, seen } = await setupBucket();
    const loaded: number[] = [];
    const result = await mp.buckets.uploads.put(
      'products',
      file('bytes'),
      { object_metadata: { title: 'Shoe' } },
      { onProgress: (at) => loaded.push(at.loaded) },
    );
    expect(result).toEqual({
      upload_id: expect.stringMatching(/^upl_/),
      object_id: expect.stringMatching(/^obj_/),
      is_duplicate: false,
      duplicate_of_upload_id: null,
      status: 'COMPLETED',
      filename: 'shoe.jpg',
      file_hash: sha256('bytes'),
      file_size_bytes: 5,
      message: expect.any(String),
    });
    expect(loaded).toEqual([0, 5]);
    expect(seen.slice(-3).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/buckets/products/uploads',
      `PUT /__mixpeek/uploads/${result.upload_id}`,
      `POST /v1/buckets/products/uploads/${result.upload_id}/confirm`,
    ]);
    const object = await mp.buckets.objects.get('products', result.object_id ?? '');
    expect(object).toMatchObject({
      title: 'Shoe',
      blobs: [{ property: 'photo', details: { mime_type: 'image/jpeg' } }],
    });
  });

  it('sends neither the key nor headers of the client to the presigned address', async () => {
    const { mp, sentPuts } = await setupBucket([], { headers: { 'x-tenant': 'secret' } });
    await mp.buckets.uploads.put('products', file('bytes'), {}, { headers: { 'x-call': 'secret' } });
    const [put] = sentPuts();
    expect([...(put?.headers.keys() ?? [])].filter((name) => !name.startsWith('content-'))).toEqual([]);
    expect(put?.headers.get('content-type')).toBe('image/jpeg');
  });

  it('opens the file again for a retry, and reports each attempt', async () => {
    const { mp, clock, sentPuts } = await setupBucket([new Response(null, { status: 503 })]);
    let opened = 0;
    const source = {
      filename: 'shoe.jpg',
      size: 5,
      async *open() {
        opened += 1;
        yield await Promise.resolve(new TextEncoder().encode('bytes'));
      },
    };
    const attempts = new Set<number>();
    const put = mp.buckets.uploads.put('products', source, {}, { onProgress: ({ attempt }) => attempts.add(attempt) });
    expect((await clock.drive(put)).file_hash).toBe(sha256('bytes'));
    expect([sentPuts().length, opened, [...attempts]]).toEqual([2, 3, [1, 2]]);
  });

  it('sends a stream once, and hashes it on its way', async () => {
    const { mp, sentPuts } = await setupBucket([new Response(null, { status: 503 })]);
    const stream = () => new Blob(['bytes']).stream();
    await expect(mp.buckets.uploads.put('products', stream(), { filename: 'a.jpg' })).rejects.toMatchObject({
      status: 503,
      operation: 'buckets.uploads.put',
    });
    const { file_hash: hash } = await mp.buckets.uploads.put('products', stream(), { filename: 'a.jpg' });
    expect([sentPuts().length, hash]).toEqual([2, sha256('bytes')]);
  });

  it('does not send a file that the bucket has, unless checksums are off', async () => {
    const { mp, sentPuts } = await setupBucket();
    const first = await mp.buckets.uploads.put('products', file('bytes'));
    const again = await mp.buckets.uploads.put('products', file('bytes'));
    expect(again).toMatchObject({ is_duplicate: true, object_id: first.object_id, file_hash: sha256('bytes') });
    expect(sentPuts()).toHaveLength(1);
    await mp.buckets.uploads.put('products', file('bytes'), {}, { checksum: false });
    expect(sentPuts()).toHaveLength(2);
  });

  it('refuses a file that is not there before anything is sent', async () => {
    const { mp, seen } = await setupBucket();
    const before = seen.length;
    await expect(mp.buckets.uploads.put('products', './none.jpg')).rejects.toThrow('does not exist');
    expect(seen).toHaveLength(before);
  });

  it('stops when its signal fires', async () => {
    const { mp, sentPuts } = await setupBucket();
    const abort = new AbortController();
    const source = {
      filename: 'a.jpg',
      async *open() {
        yield await Promise.resolve(new Uint8Array(3));
        abort.abort();
        yield new Uint8Array(3);
      },
    };
    const put = mp.buckets.uploads.put('products', source, {}, { signal: abort.signal, checksum: false });
    await expect(put).rejects.toMatchObject({ name: 'AbortError' });
    expect(sentPuts().length).toBeLessThanOrEqual(1);
  });

  it('hands on what storage says of a refusal', async () => {
    const { mp } = await setupBucket([new Response('denied', { status: 403 })]);
    await expect(mp.buckets.uploads.put('products', file('bytes'))).rejects.toMatchObject({ status: 403 });
  });
});

describe('buckets.uploads.putMany', () => {
  it('uploads several at a time, and reports what failed', async () => {
    const { mp } = await setupBucket();
    const outcomes: FileOutcome[] = [];
    const { uploaded, failed, skipped } = await mp.buckets.uploads.putMany(
      'products',
      [
        file('a', 'a.jpg'),
        { source: file('b', 'b.jpg'), key: 'second' },
        { source: file('c', 'c.jpg'), blob_property: 'none' },
      ],
      { params: { object_metadata: { title: 'T' } }, concurrency: 2, onFile: (outcome) => outcomes.push(outcome) },
    );
    expect(uploaded.map(({ key }) => key).sort()).toEqual(['a.jpg', 'second']);
    expect(failed).toMatchObject([{ key: 'c.jpg', error: { status: 422 } }]);
    expect([skipped, outcomes.length]).toEqual([[], 3]);
  });

  it('passes over what its journal says is done, unless the file has changed', async () => {
    const { mp, sentPuts } = await setupBucket();
    const directory = await createDirectory();
    const paths = ['a.jpg', 'b.jpg'].map((name) => join(directory, name));
    for (const path of paths) await writeFile(path, path);
    const journal = join(directory, 'journal.jsonl');
    const first = await mp.buckets.uploads.putMany('products', paths.slice(0, 1), { journal });
    // What a killed process leaves behind.
    await appendFile(journal, '{"key":"b.jpg","upl');
    const second = await mp.buckets.uploads.putMany('products', paths, { journal });
    expect(second.skipped).toMatchObject([{ key: paths[0], upload_id: first.uploaded[0]?.upload_id }]);
    expect(second.uploaded.map(({ key }) => key)).toEqual([paths[1]]);
    expect(sentPuts()).toHaveLength(2);
    await appendFile(paths[0] ?? '', 'more');
    const third = await mp.buckets.uploads.putMany('products', paths, { journal });
    expect([third.uploaded.length, third.skipped.length]).toEqual([1, 1]);
    expect(await readFile(journal, 'utf8')).not.toContain(KEY);
  });

  it('takes any journal that gives back what was appended', async () => {
    const { mp } = await setupBucket();
    const lines: string[] = [];
    const journal = { read: () => lines, append: (line: string) => void lines.push(line) };
    const run = () => mp.buckets.uploads.putMany('products', [file('a', 'a.jpg')], { journal });
    expect((await run()).uploaded).toHaveLength(1);
    expect((await run()).skipped).toHaveLength(1);
    const wrong = { journal: {} as typeof journal };
    await expect(mp.buckets.uploads.putMany('products', [], wrong)).rejects.toMatchObject({ option: 'journal' });
  });

  it('ends with the abort of its signal, and keeps what is done', async () => {
    const { mp } = await setupBucket();
    const abort = new AbortController();
    const lines: string[] = [];
    const journal = { read: () => lines, append: (line: string) => void lines.push(line) };
    const run = mp.buckets.uploads.putMany('products', [file('a', 'a.jpg'), file('b', 'b.jpg')], {
      journal,
      concurrency: 1,
      signal: abort.signal,
      onFile: () => abort.abort(),
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(lines).toHaveLength(1);
  });
});

describe('buckets.objects', () => {
  it('are made from URLs, with the field found by the ending of the address', async () => {
    const { mp } = await setupBucket();
    const object = await mp.buckets.objects.fromUrl('products', 'https://example.com/manual.pdf?v=1', {
      fields: { title: 'Manual' },
      key_prefix: '/docs',
    });
    expect(object).toMatchObject({
      title: 'Manual',
      key_prefix: '/docs',
      blobs: [{ property: 'manual', type: 'pdf' }],
    });
    await expect(mp.buckets.objects.fromUrl('products', 'https://example.com/x')).rejects.toThrow('photo (image)');
    const named = await mp.buckets.objects.fromUrl('products', 's3://bucket/x', { property: 'photo' });
    expect(named.blobs?.[0]).toMatchObject({ property: 'photo', properties: { url: 's3://bucket/x' } });
    await expect(mp.buckets.objects.fromUrl('products', 'shoe.jpg')).rejects.toThrow('no URL');
  });

  it('are made from files', async () => {
    const { mp } = await setupBucket();
    const object = await mp.buckets.objects.fromFile('products', file('bytes'), { fields: { title: 'Shoe' } });
    expect(object).toMatchObject({ title: 'Shoe', blobs: [{ property: 'photo', details: { hash: sha256('bytes') } }] });
    const other = await mp.buckets.objects.fromFile('products', file('bytes'), { fields: { title: 'Other' } });
    expect(other).toMatchObject({ title: 'Other', blobs: [{ details: { hash: sha256('bytes') } }] });
    expect(other.object_id).not.toBe(object.object_id);
  });
});
