import type { Comparison, Contestant, Target } from '../harness/comparison.js';
import { startSink } from '../sink/start-sink.js';

const LATENCY_MS = 50;
const COUNT_TEXT = '"document_id"';
const FAULTS = { seed: 7, tooMany: 0.05, unavailable: 0.05, reset: 0.05 };
const OURS = 'upsertMany';
const FAULTY = 'upsertMany, 15% of requests fail';
const PREBUILT = 'prebuilt bodies';
const byHand = (width: number): string => `upsert by hand, ${width} in flight`;
const WIDTHS = [4, 8, 16] as const;

const contestants: readonly Contestant[] = [
  { name: PREBUILT, command: ['node', 'bench/upsert-many/prebuilt.mjs'], needs: 'undici' },
  ...WIDTHS.map((width) => ({
    name: byHand(width),
    command: ['node', 'bench/upsert-many/hand-written.mjs', String(width)],
  })),
  { name: OURS, command: ['node', 'bench/upsert-many/mixpeek.mjs', 'SINK_URL'], ours: true },
  { name: FAULTY, command: ['node', 'bench/upsert-many/mixpeek.mjs', 'FAULTY_SINK_URL'], ours: true },
];

const targets: readonly Target[] = [
  ...WIDTHS.map((width) => ({
    contestant: OURS,
    measure: 'docsPerSecond',
    against: byHand(width),
    atLeast: 0.95,
    says: `upsertMany reaches 95% of a loop by hand with ${width} in flight, encoding included`,
  })),
  {
    contestant: OURS,
    measure: 'cpuUsPerDocument',
    against: byHand(8),
    atMost: 1.05,
    says: 'It costs at most 5% more CPU than the loop by hand with 8 in flight',
  },
  {
    contestant: OURS,
    measure: 'docsPerSecond',
    against: PREBUILT,
    atLeast: 0.95,
    says: 'upsertMany reaches 95% of what the sink takes when nothing has to be encoded',
  },
  {
    contestant: OURS,
    measure: 'growthMB',
    atMost: 16,
    says: 'Memory is flat: the second half of a run adds at most 16 MB',
  },
  { contestant: OURS, measure: 'lost', atMost: 0, says: 'Every document is acknowledged or listed as failed' },
  { contestant: FAULTY, measure: 'lost', atMost: 0, says: 'So it is when 15% of the requests fail' },
  { contestant: FAULTY, measure: 'failedCount', atMost: 0, says: 'And the result is the same: none has failed' },
];

export const comparison: Comparison = {
  name: 'upsert-many',
  title: 'Sustained bulk upsert, 200,000 documents of 768 dimensions',
  about:
    `Documents are made as they are read and sent in batches of 500 to a sink that waits ${LATENCY_MS} ms before it answers. There are two limits. ` +
    'Prebuilt bodies: one body, encoded beforehand, sent through an undici agent by a loop with 16 or 32 in flight, the better of which counts; it shows what socket and sink take, without encoding. ' +
    'By hand: `upsert` of the same client in a loop of fixed width; it encodes each document on the one core that the client has, so it shows what the bulk writer itself costs. ' +
    'upsertMany runs with its defaults and finds the width itself. Growth is the highest resident set of the second half of a run less that of the quarter before it. ' +
    'The faulty sink answers 5% of the requests with 429, 5% with 503, and resets the connection of 5%.',
  rounds: 3,
  measures: [
    { key: 'docsPerSecond', label: 'documents per second', unit: '1/s', better: 'higher', chart: true },
    { key: 'cpuUsPerDocument', label: 'CPU per document', unit: 'µs', better: 'lower', chart: true },
    { key: 'peakRssMB', label: 'peak memory', unit: 'MB', better: 'lower' },
    { key: 'growthMB', label: 'growth', unit: 'MB', better: 'lower' },
    { key: 'window', label: 'in flight', unit: '', better: 'lower' },
    { key: 'retries', label: 'sent again', unit: '', better: 'lower' },
    { key: 'failedCount', label: 'failed', unit: '', better: 'lower' },
    { key: 'lost', label: 'lost', unit: '', better: 'lower' },
  ],
  contestants,
  baseline: byHand(8),
  targets,
  async setup() {
    const sinks = await Promise.all([
      startSink({ latencyMs: LATENCY_MS, countText: COUNT_TEXT }),
      startSink({ latencyMs: LATENCY_MS, countText: COUNT_TEXT, faults: FAULTS }),
    ]);
    const [steady, faulty] = sinks;
    return {
      env: { SINK_URL: steady.url, FAULTY_SINK_URL: faulty.url },
      async stop() {
        await Promise.all(sinks.map((sink) => sink.stop()));
      },
    };
  },
};
