import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison, Target } from '../harness/comparison.js';
import { startSink } from '../sink/start-sink.js';

const GIBIBYTE = 2 ** 30;
const MIXPEEK = 'mixpeek';
const RETRIED = 'mixpeek, refused half-way';

const flat = (contestant: string): Target => ({
  contestant,
  measure: 'riseMB',
  atMost: 70,
  says: `${contestant}: memory rises by at most 70 MB`,
});

/** Begins as a gzip archive does; the rest is a hole, which every contestant reads from the page cache. */
async function sparseArchive(folder: string): Promise<string> {
  const path = join(folder, 'model.tar.gz');
  await writeFile(path, Uint8Array.of(0x1f, 0x8b, 8, 0));
  await truncate(path, GIBIBYTE);
  return path;
}

export const comparison: Comparison = {
  name: 'upload',
  title: 'Upload of 1 GiB from a path',
  about:
    'A 1 GiB file in the page cache goes to a sink that discards it. The limit is `curl -F`; "raw socket" pipes the file into a connection without HTTP framing of parts. ' +
    'mixpeek uploads a model with its progress reported. "refused half-way" gets a 429 after 512 MiB and sends the whole file again, 1.5 GiB in all; its speed counts the file once. ' +
    'The rise in memory is the highest resident set until the answer less that before the call.',
  rounds: 5,
  measures: [
    { key: 'mbPerS', label: 'speed', unit: 'MB/s', better: 'higher', chart: true },
    { key: 'cpuMs', label: 'CPU', unit: 'ms', better: 'lower' },
    { key: 'riseMB', label: 'rise in memory', unit: 'MB', better: 'lower', chart: true },
  ],
  contestants: [
    { name: 'curl -F', command: ['sh', 'bench/upload/curl.sh'] },
    { name: MIXPEEK, ours: true, command: ['node', 'bench/upload/mixpeek.mjs'] },
    { name: RETRIED, ours: true, command: ['node', 'bench/upload/mixpeek.mjs', String(GIBIBYTE / 2)] },
    { name: 'raw socket', command: ['node', 'bench/upload/raw-socket.mjs'] },
    { name: 'openai', needs: 'openai', command: ['node', 'bench/upload/openai.mjs'] },
  ],
  baseline: 'curl -F',
  targets: [
    {
      contestant: MIXPEEK,
      measure: 'mbPerS',
      against: 'curl -F',
      atLeast: 0.75,
      says: 'At least three quarters of the speed of curl',
    },
    flat(MIXPEEK),
    flat(RETRIED),
  ],
  async setup() {
    const folder = await mkdtemp(join(tmpdir(), 'mixpeek-bench-'));
    const sink = await startSink();
    return {
      env: { SINK_URL: sink.url, UPLOAD_FILE: await sparseArchive(folder) },
      async stop() {
        await sink.stop();
        await rm(folder, { recursive: true });
      },
    };
  },
};
