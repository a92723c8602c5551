import type { Result } from '../../bench/harness/result.js';

/** Three rounds of two contestants; the second is ours and twice as fast as the first in every round. */
export function exampleResult(changes: Partial<Result> = {}): Result {
  return {
    name: 'example',
    title: 'An <example> & more',
    about: 'What is measured.',
    command: 'npm run bench -- example',
    date: '2026-01-02',
    rounds: 3,
    roundsAsked: 3,
    machine: { cpu: 'A CPU', cores: 2, memoryGB: 16, system: 'linux 6', node: 'v20.0.0' },
    versions: { mixpeek: '0.1.0', peer: '1.2.3' },
    noiseMs: [100, 100, 104, 110],
    measures: [
      { key: 'cpuMs', label: 'CPU', unit: 'ms', better: 'lower', chart: true },
      { key: 'perS', label: 'documents', unit: 'per s', better: 'higher' },
    ],
    baseline: 'peer',
    targets: [],
    contestants: [
      { name: 'peer', failures: [], values: { cpuMs: [10, 20, 40], perS: [1, 1, 1] } },
      { name: 'ours', ours: true, failures: [], values: { cpuMs: [5, 10, 20], perS: [4000, 4100, 4200] } },
    ],
    ...changes,
  };
}
