import type { Comparison } from '../harness/comparison.js';

const ready = (contestant: string, says: string) => [
  { contestant, measure: 'startMs', atMost: 100, says: `${says} listens within 100 ms of a started Node` },
  { contestant, measure: 'rssMB', atMost: 80, says: `${says} holds less than 80 MB when it is empty` },
];

export const comparison: Comparison = {
  name: 'server-start',
  title: 'The reference server, from nothing to listening',
  about:
    'Time beyond the start of Node itself until the port is open, modules loaded included, and the resident memory then. ' +
    'For `mixpeek serve` it is the time of the whole process until it says where it listens, less that of `node -e 0` just before; its memory is read on Linux.',
  rounds: 15,
  measures: [
    { key: 'startMs', label: 'until it listens', unit: 'ms', better: 'lower', chart: true },
    { key: 'rssMB', label: 'memory', unit: 'MB', better: 'lower', chart: true },
  ],
  contestants: [
    { name: 'bare node:http', command: ['node', 'bench/server-start/bare-http.mjs'] },
    { name: 'createServer', ours: true, command: ['node', 'bench/server-start/mixpeek.mjs'] },
    { name: 'mixpeek serve', ours: true, command: ['node', 'bench/server-start/serve.mjs'] },
  ],
  baseline: 'bare node:http',
  targets: [...ready('createServer', 'A server'), ...ready('mixpeek serve', '`mixpeek serve`')],
};
