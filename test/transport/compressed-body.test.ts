import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { BodySource } from '../../src/transport/body-source.js';
import { gzipBody } from '../../src/transport/compressed-body.js';
import { gzipChunks as onDefault } from '../../src/transport/gzip.default.js';
import { gzipChunks as onNode } from '../../src/transport/gzip.node.js';
import { setupClient } from '../helpers/client.js';

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return Buffer.concat(kept);
}

function pieces(count: number): { chunks: AsyncIterable<Uint8Array>; taken: () => number; ended: () => boolean } {
  let taken = 0;
  let ended = false;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      // Pseudo-random, so that it does not shrink.
      for (; taken < count; taken++) {
        yield Uint8Array.from({ length: 65_536 }, (_, index) => Math.imul(index + taken * 65_536, 0x9e3779b1) >>> 13);
      }
    } finally {
      ended = true;
    }
  }
  return { chunks: chunks(), taken: () => taken, ended: () => ended };
}

describe.each([
  ['Node', onNode],
  ['other platforms', onDefault],
])('gzip on %s', (_name, gzipChunks) => {
  it('gives the same bytes back', async () => {
    const expected = await read(pieces(20).chunks);
    expect(Buffer.compare(gunzipSync(await read(gzipChunks(pieces(20).chunks))), expected)).toBe(0);
  });

  it('ends its source when it is left', async () => {
    const source = pieces(500);
    for await (const chunk of gzipChunks(source.chunks)) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      break;
    }
    while (!source.ended()) await new Promise((next) => setImmediate(next));
  });

  it('throws what its source throws', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new Uint8Array(10));
      throw new Error('the disk is gone');
    }
    await expect(read(gzipChunks(failing()))).rejects.toThrow('the disk is gone');
  });
});

it('reads on only as it is read, where the platform can', async () => {
  const source = pieces(500);
  for await (const chunk of onNode(source.chunks)) {
    expect(chunk.byteLength).toBeGreaterThan(0);
    break;
  }
  while (!source.ended()) await new Promise((next) => setImmediate(next));
  expect(source.taken()).toBeLessThan(100);
});

it('leaves short bodies as they are', () => {
  const text: BodySource = { contentType: 'application/json', replayable: true, open: () => '{}' };
  expect(gzipBody(text)).toBe(text);
  const sized: BodySource = { ...text, size: 100, open: () => new Uint8Array(100) };
  expect(gzipBody(sized)).toBe(sized);
  expect(gzipBody({ ...text, open: () => 'x'.repeat(20_000) })).toMatchObject({ encoding: 'gzip' });
});

it('an upsert arrives whole when the client compresses', async () => {
  const encodings: (string | null)[] = [];
  const { server, connect } = setupClient();
  const mp = connect({
    namespace: 'ns',
    compression: 'gzip',
    fetch: (input, init) => {
      encodings.push(new Headers(init?.headers).get('content-encoding'));
      return server.fetch(new Request(input, init));
    },
  });
  await mp.namespaces.create({ namespace_id: 'ns' });
  const documents = Array.from({ length: 50 }, (_, position) => ({
    document_id: `d${position}`,
    vectors: { v: Float32Array.from({ length: 300 }, (_unused, index) => Math.cos(position * 300 + index)) },
  }));
  await expect(mp.namespaces.documents.upsert({ documents })).resolves.toMatchObject({ inserted: 50 });
  await mp.namespaces.documents.upsert({ documents }, { compression: false });
  expect(encodings).toEqual([null, 'gzip', null]);
});
