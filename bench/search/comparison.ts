import type { Comparison, Contestant, Measure, Target } from '../harness/comparison.js';
import { prepare } from './prepare.js';

const ENGINE = 'mixpeek engine';
const LIMIT = 'memory read';
const WORKLOADS = [
  { key: 'all', label: '100k x 768' },
  { key: 'filtered', label: '100k x 768, 1% filter' },
  { key: 'large', label: '1M x 128' },
] as const;

const contestant = (name: string, file: string, more: Partial<Contestant> = {}): Contestant => ({
  name,
  command: ['node', `bench/search/${file}`],
  ...more,
});

const everywhere = (against: string, atMost: number, says: string): Target[] =>
  WORKLOADS.map(({ key, label }) => ({
    contestant: ENGINE,
    measure: `${key}Ms`,
    against,
    atMost,
    says: `${says}: ${label}`,
  }));

export const comparison: Comparison = {
  name: 'search',
  title: 'Exact nearest neighbours',
  about:
    'The ten nearest of 100,000 vectors of 768 numbers, the same among the 1% that a filter leaves, and the ten nearest of 1,000,000 vectors of 128 numbers; ' +
    'euclidean distance, one thread, vectors in memory. Time is the CPU time of a query, the mean of 20 after 5 to warm up: with one thread it is the time a query takes on an idle machine. Recall is held against double precision for 5 queries. ' +
    'The limit is a bare read of the same memory: WebAssembly that adds up every number of the matrix, or of the rows that the filter leaves. ' +
    'The engine is measured as the server calls it, documents with ids and payloads included, without HTTP; its filter field has an index. ' +
    'hnswlib is its brute-force search, with a JavaScript callback for the filter; sqlite-vec has the filter field as a metadata column.',
  rounds: 3,
  measures: [
    ...WORKLOADS.map(({ key, label }): Measure => ({
      key: `${key}Ms`,
      label: `CPU of a query, ${label}`,
      unit: 'ms',
      better: 'lower',
      chart: true,
    })),
    ...WORKLOADS.map(({ key, label }): Measure => ({
      key: `${key}Recall`,
      label: `recall, ${label}`,
      unit: '',
      better: 'higher',
    })),
    { key: 'largeLoadMs', label: 'CPU to load 1M x 128', unit: 'ms', better: 'lower' },
    { key: 'peakRssMB', label: 'peak memory', unit: 'MB', better: 'lower' },
  ],
  contestants: [
    contestant(LIMIT, 'memory-read.mjs'),
    contestant(ENGINE, 'engine.ts', { env: { BENCH_SEARCH_KERNEL: 'auto' }, ours: true }),
    contestant('mixpeek engine, no WebAssembly', 'engine.ts', { env: { BENCH_SEARCH_KERNEL: 'js' }, ours: true }),
    contestant('naive loop', 'naive.mjs'),
    contestant('hnswlib brute force', 'hnswlib.mjs', { needs: 'hnswlib-node' }),
    contestant('sqlite-vec', 'sqlite-vec.mjs', { needs: 'sqlite-vec' }),
  ],
  baseline: LIMIT,
  targets: [
    { contestant: ENGINE, measure: 'allMs', against: LIMIT, atMost: 1.2, says: 'Near the limit: 100k x 768' },
    { contestant: ENGINE, measure: 'largeMs', against: LIMIT, atMost: 1.3, says: 'Near the limit: 1M x 128' },
    ...everywhere('hnswlib brute force', 1, 'As fast as hnswlib'),
    ...everywhere('sqlite-vec', 0.2, 'A fifth of sqlite-vec'),
    ...WORKLOADS.map(({ key, label }) => ({
      contestant: ENGINE,
      measure: `${key}Recall`,
      atLeast: 1,
      says: `Finds what is nearest: ${label}`,
    })),
  ],
  timeoutMs: 180_000,
  setup: prepare,
};
