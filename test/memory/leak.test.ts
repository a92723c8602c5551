import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('leak-child.ts', import.meta.url));
const MEGABYTE = 1024 ** 2;

interface Report {
  listeners: number;
  mostListeners: number;
  timersBefore: number;
  timersAfter: number;
  failures: number;
  growthBytes: number;
}

it('leaves no listener, no timer and no memory behind after ten thousand requests with one signal', async () => {
  const run = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', CHILD, '10000']);
  const report = JSON.parse(run.stdout) as Report;
  console.info(`10,000 requests: heap grew by ${(report.growthBytes / MEGABYTE).toFixed(1)} MB`);

  expect(run.stderr).not.toContain('MaxListenersExceededWarning');
  expect(report).toMatchObject({ listeners: 0, mostListeners: 1, timersAfter: report.timersBefore });
  expect(report.failures).toBeGreaterThan(2_000);
  expect(report.growthBytes).toBeLessThan(4 * MEGABYTE);
}, 120_000);
