import type { Comparison } from '../harness/comparison.js';
import { withSampleAnswer } from '../server/with-sample-answer.js';

export const comparison: Comparison = {
  name: 'server-calls',
  title: 'A small read from the reference server in the same process',
  about:
    '`server.fetch` reads one namespace 20,000 times, after 10,000 to warm up. The limit is an async function that makes a `Response` of the same text.',
  rounds: 7,
  measures: [{ key: 'cpuUs', label: 'CPU', unit: 'µs', better: 'lower', chart: true }],
  contestants: [
    { name: 'async function', command: ['node', 'bench/server-calls/bare.mjs'] },
    { name: 'mixpeek', ours: true, command: ['node', 'bench/server-calls/mixpeek.mjs'] },
  ],
  baseline: 'async function',
  targets: [
    {
      contestant: 'mixpeek',
      measure: 'cpuUs',
      atMost: 60,
      says: 'A small read in the same process takes at most 60 µs',
    },
  ],
  setup: withSampleAnswer,
};
