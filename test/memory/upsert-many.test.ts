import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('upsert-many-child.ts', import.meta.url));
const MEGABYTE = 1024 ** 2;

interface Report {
  inserted: number;
  failedCount: number;
  handedOver: number;
  reported: number;
  ranges: number;
  growthBytes: number;
}

it('holds no more at the end of a long run than at its beginning, with reports read and failures handed over', async () => {
  const run = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', CHILD, '40000']);
  const report = JSON.parse(run.stdout) as Report;
  console.info(`40,000 documents: heap grew by ${(report.growthBytes / MEGABYTE).toFixed(1)} MB`);

  expect(report).toMatchObject({ inserted: 39_200, failedCount: 800, handedOver: 800, reported: 40_000, ranges: 1 });
  // All documents together would be 14 MB.
  expect(report.growthBytes).toBeLessThan(3 * MEGABYTE);
}, 120_000);
