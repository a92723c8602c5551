import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Comparison, Contestant, Target } from '../harness/comparison.js';
import { startSink } from '../sink/start-sink.js';

const FLOAT32 = 'mixpeek Float32Array';
const NUMBERS = 'mixpeek number[]';
const PEERS = ['openai', 'turbopuffer', 'qdrant', 'pinecone'] as const;

const contestant = (name: string, script: string, needs?: string): Contestant => ({
  name,
  command: ['node', ...`bench/bulk-upsert/${script}`.split(' ')],
  ...(needs !== undefined && { needs }),
});

const targets = [FLOAT32, NUMBERS].flatMap((ours) =>
  PEERS.flatMap((peer): Target[] => [
    {
      contestant: ours,
      measure: 'docsPerS',
      against: peer,
      atLeast: 4,
      says: `${ours}: at least 4 times ${peer}'s documents per second`,
    },
    {
      contestant: ours,
      measure: 'peakMB',
      against: peer,
      atMost: 0.25,
      says: `${ours}: at most a quarter of ${peer}'s peak memory`,
    },
  ]),
);

export const comparison: Comparison = {
  name: 'bulk-upsert',
  title: '1,000 documents of 1,536 dimensions in one upsert',
  about:
    'The documents are in memory; the clock runs from the call to its answer, 7 batches after 3 to warm up, to a sink that discards the body. ' +
    'Values are exact float32. `number[]` holds them as `Array.from(float32Array)` gives them, for every contestant alike; ' +
    '"short decimals" holds them with the fewest digits, as an embeddings API sends them. ' +
    'The limit is a body that was written beforehand, read from a file and sent by `undici.request`. Peers send through their own method with their defaults ' +
    '(openai has no such method: `client.post` of the same body). "turbopuffer base64" is the binary form that its API takes, encoded by the caller: 8 MB in place of 33. ' +
    'Peak memory is the highest resident set until the last answer, Node and the documents included.',
  rounds: 5,
  measures: [
    { key: 'docsPerS', label: 'documents', unit: 'per s', better: 'higher', chart: true },
    { key: 'batchCpuMs', label: 'CPU per batch', unit: 'ms', better: 'lower' },
    { key: 'peakMB', label: 'peak memory', unit: 'MB', better: 'lower', chart: true },
  ],
  contestants: [
    contestant('JSON.stringify + undici.request', 'json-stringify.mjs numbers', 'undici'),
    { ...contestant(FLOAT32, 'mixpeek.mjs float32'), ours: true },
    { ...contestant(NUMBERS, 'mixpeek.mjs numbers'), ours: true },
    { ...contestant('mixpeek short decimals', 'mixpeek.mjs decimals'), ours: true },
    contestant('JSON.stringify, short decimals', 'json-stringify.mjs decimals', 'undici'),
    contestant('written beforehand (limit)', 'prebuilt.mjs', 'undici'),
    contestant('openai', 'openai.mjs', 'openai'),
    contestant('turbopuffer', 'turbopuffer.mjs numbers', '@turbopuffer/turbopuffer'),
    contestant('turbopuffer base64', 'turbopuffer.mjs base64', '@turbopuffer/turbopuffer'),
    contestant('qdrant', 'qdrant.mjs', '@qdrant/js-client-rest'),
    contestant('pinecone', 'pinecone.mjs', '@pinecone-database/pinecone'),
  ],
  baseline: 'JSON.stringify + undici.request',
  targets,
  async setup() {
    const folder = await mkdtemp(join(tmpdir(), 'mixpeek-bench-'));
    const prebuilt = join(folder, 'body.json');
    await promisify(execFile)(process.execPath, [new URL('write-prebuilt.mjs', import.meta.url).pathname, prebuilt]);
    const sink = await startSink();
    return {
      env: { SINK_URL: sink.url, PREBUILT_BODY: prebuilt },
      async stop() {
        await sink.stop();
        await rm(folder, { recursive: true });
      },
    };
  },
};
