import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';

const GIGABYTE = 1024 ** 3;
const LIMIT = 70 * 1024 ** 2;
const CHILD = fileURLToPath(new URL('upload-child.ts', import.meta.url));

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

interface Report {
  riseBytes: number;
  peakBytes: number;
  size: number;
  progress: unknown;
  answer: { received: number; announced: string };
}

async function makeSparseArchive(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'upload-memory-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const path = join(folder, 'model.tar.gz');
  await writeFile(path, Uint8Array.of(0x1f, 0x8b, 8, 0));
  await truncate(path, GIGABYTE);
  return path;
}

async function startSink(): Promise<string> {
  const server = createServer((incoming, answer) => {
    let received = 0;
    incoming.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    incoming.on('end', () => {
      answer.end(JSON.stringify({ received, announced: incoming.headers['content-length'] }));
    });
  });
  cleanups.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it('uploads a file of 1 GB in under 70 MB of further memory', async () => {
  const [path, url] = await Promise.all([makeSparseArchive(), startSink()]);
  const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', CHILD, path, url]);
  const report = JSON.parse(run.stdout) as Report;

  const toMegabytes = (bytes: number): number => Math.round(bytes / 1024 ** 2);
  console.info(`1 GB upload: rise ${toMegabytes(report.riseBytes)} MB, peak ${toMegabytes(report.peakBytes)} MB`);

  expect(report.size).toBeGreaterThan(GIGABYTE);
  expect(report.answer).toEqual({ received: report.size, announced: String(report.size) });
  expect(report.progress).toEqual({ loaded: report.size, total: report.size, attempt: 1 });
  expect(report.riseBytes).toBeLessThan(LIMIT);
}, 120_000);
