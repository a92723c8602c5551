import type { Comparison } from '../harness/comparison.js';

export const comparison: Comparison = {
  name: 'server-upsert',
  title: 'A batch of 1,000 documents of 768 numbers, as the reference server takes it',
  about:
    '`server.fetch` upserts the same 9.6 MB body, with a small payload each, into memory: median of 15 runs after 5 to warm up. ' +
    'The limit is `JSON.parse` of the body, decoding from UTF-8 included. mixpeek validates, checks every number, and writes vectors and payloads.',
  rounds: 7,
  measures: [{ key: 'batchMs', label: 'CPU per batch', unit: 'ms', better: 'lower', chart: true }],
  contestants: [
    { name: 'JSON.parse', command: ['node', 'bench/server-upsert/json-parse.mjs'] },
    { name: 'mixpeek', ours: true, command: ['node', 'bench/server-upsert/mixpeek.mjs'] },
  ],
  baseline: 'JSON.parse',
  targets: [
    {
      contestant: 'mixpeek',
      measure: 'batchMs',
      against: 'JSON.parse',
      atMost: 1.5,
      says: 'An upsert takes at most 1.5 times the parsing of its body',
    },
  ],
};
