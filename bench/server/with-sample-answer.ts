import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Stage } from '../harness/comparison.js';

/** Gives contestants the body that the server answers a small read with. */
export async function withSampleAnswer(): Promise<Stage> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/server/sample-answer.mjs']);
  return { env: { MIXPEEK_BENCH_ANSWER: stdout.trim() }, stop: () => Promise.resolve() };
}
