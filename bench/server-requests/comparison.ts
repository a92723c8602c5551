import type { Comparison } from '../harness/comparison.js';
import { SERVER_CORE } from '../harness/machine.js';
import { withSampleAnswer } from '../server/with-sample-answer.js';

const BARE = 'bare node:http';

const atMost = (measure: string, what: string) => ({
  contestant: 'mixpeek',
  measure,
  against: BARE,
  atMost: 1.5,
  says: `A small read takes at most 1.5 times a bare handler: ${what}`,
});

export const comparison: Comparison = {
  name: 'server-requests',
  title: 'A small read from the reference server over HTTP',
  about:
    'One namespace is read by its id, about 700 bytes, on keep-alive connections over loopback: one after another (8,000 requests), then 16 in flight (24,000), ' +
    'each after 4,000 to warm up. The load comes from another process on another core; CPU is that of the serving one, kernel included. ' +
    'The limit is a `node:http` handler that writes the same bytes and looks at nothing. mixpeek authenticates, routes, looks the namespace up, encodes it, and keeps the request in its journal.',
  rounds: 7,
  measures: [
    { key: 'cpuUs', label: 'CPU, one by one', unit: 'µs', better: 'lower', chart: true },
    { key: 'cpu16Us', label: 'CPU, 16 in flight', unit: 'µs', better: 'lower', chart: true },
    { key: 'p50Us', label: 'p50, one by one', unit: 'µs', better: 'lower' },
    { key: 'p50of16Us', label: 'p50, 16 in flight', unit: 'µs', better: 'lower' },
    { key: 'perSecond16', label: '16 in flight', unit: 'requests/s', better: 'higher' },
  ],
  contestants: [
    { name: BARE, command: ['node', 'bench/server-requests/bare.mjs'] },
    { name: 'mixpeek', ours: true, command: ['node', 'bench/server-requests/mixpeek.mjs'] },
  ],
  baseline: BARE,
  targets: [
    atMost('cpuUs', 'CPU, one by one'),
    atMost('cpu16Us', 'CPU, 16 in flight'),
    atMost('p50Us', 'p50, one by one'),
    atMost('p50of16Us', 'p50, 16 in flight'),
  ],
  async setup() {
    const { env, stop } = await withSampleAnswer();
    return { env: { ...env, BENCH_LOAD_CORE: SERVER_CORE }, stop };
  },
};
