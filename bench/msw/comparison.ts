import type { Comparison } from '../harness/comparison.js';
import { withSampleAnswer } from '../server/with-sample-answer.js';

const EMPTY = 'one empty handler';

const atMost = (measure: string, what: string) => ({
  contestant: 'mixpeek',
  measure,
  against: EMPTY,
  atMost: 1.2,
  says: `A request through msw takes at most 1.2 times one to an empty handler: ${what}`,
});

export const comparison: Comparison = {
  name: 'msw',
  title: 'A small read through msw',
  about:
    '`fetch` reads one namespace 4,000 times while msw intercepts it, after 2,000 to warm up. ' +
    'The limit is msw with one catch-all handler that answers the same text, as little as msw can do.',
  rounds: 7,
  measures: [
    { key: 'cpuUs', label: 'CPU', unit: 'µs', better: 'lower', chart: true },
    { key: 'p50Us', label: 'p50', unit: 'µs', better: 'lower' },
  ],
  contestants: [
    { name: EMPTY, command: ['node', 'bench/msw/empty-handler.mjs'] },
    { name: 'mixpeek', ours: true, command: ['node', 'bench/msw/mixpeek.mjs'] },
  ],
  baseline: EMPTY,
  targets: [atMost('cpuUs', 'CPU'), atMost('p50Us', 'p50')],
  setup: withSampleAnswer,
};
