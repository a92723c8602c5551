import type { Comparison, Contestant, Measure, Target } from '../harness/comparison.js';
import { startSink } from '../sink/start-sink.js';

const LEVELS = [1, 16, 64] as const;
const MIXPEEK = 'mixpeek';
const BASELINE = 'undici.request';

const contestant = (name: string, file: string, needs?: string): Contestant => ({
  name,
  command: ['node', `bench/requests/${file}.mjs`],
  ...(needs !== undefined && { needs }),
});

const within = (against: string, factor: number, says: (inFlight: string) => string): Target[] =>
  LEVELS.map((level) => ({
    contestant: MIXPEEK,
    measure: `cpuUs${level}`,
    against,
    atMost: factor,
    says: says(level === 1 ? 'one after another' : `${level} in flight`),
  }));

export const comparison: Comparison = {
  name: 'requests',
  title: 'CPU per small request',
  about:
    'About 100 bytes of JSON are posted and about 110 come back, over loopback, one after another and with 16 and 64 in flight; ' +
    '3,000 requests per level after 1,500 to warm up. The limit is raw `undici.request` with `JSON.stringify` and `body.json()`, which does nothing else. ' +
    'mixpeek runs as an application has it: retries, deadline, session consistency with a live write token, four hooks. ' +
    'Other clients call a method of their own with about as much content and their defaults. CPU counts every thread of the process.',
  rounds: 7,
  measures: LEVELS.flatMap((level): Measure[] => [
    { key: `cpuUs${level}`, label: `CPU, ${level} in flight`, unit: 'µs', better: 'lower', chart: true },
    { key: `p50Us${level}`, label: `p50, ${level} in flight`, unit: 'µs', better: 'lower' },
  ]),
  contestants: [
    contestant(BASELINE, 'undici-request', 'undici'),
    { ...contestant(MIXPEEK, 'mixpeek'), ours: true },
    contestant('undici Pool', 'undici-pool', 'undici'),
    contestant('fetch', 'fetch'),
    contestant('openapi-fetch', 'openapi-fetch', 'openapi-fetch'),
    contestant('openai', 'openai', 'openai'),
    contestant('anthropic', 'anthropic', '@anthropic-ai/sdk'),
    contestant('turbopuffer', 'turbopuffer', '@turbopuffer/turbopuffer'),
    contestant('qdrant', 'qdrant', '@qdrant/js-client-rest'),
    contestant('pinecone', 'pinecone', '@pinecone-database/pinecone'),
    contestant('stripe', 'stripe', 'stripe'),
  ],
  baseline: BASELINE,
  targets: [
    ...within(BASELINE, 1.5, (level) => `A call costs at most 1.5 times the raw request, ${level}`),
    ...within('openai', 0.2, (level) => `At most a fifth of openai, ${level}`),
    ...within('stripe', 0.5, (level) => `At most half of stripe, ${level}`),
  ],
  async setup() {
    const sink = await startSink();
    return { env: { SINK_URL: sink.url }, stop: sink.stop };
  },
};
