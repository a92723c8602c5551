import type { Comparison, Contestant } from '../harness/comparison.js';
import { makeTypesProject } from './project.js';

const EMPTY = 'empty program';
const PEERS = { openai: 'openai', anthropic: '@anthropic-ai/sdk', stripe: 'stripe' } as const;

const contestant = (name: string, program = name): Contestant => ({
  name,
  command: ['node', 'bench/consumer-types/compile.mjs', program],
});

export const comparison: Comparison = {
  name: 'consumer-types',
  title: 'Type-checking a program of 20 calls',
  about:
    'TypeScript 5.9 checks a program that makes 20 calls over at least ten resources of the packed package, with `skipLibCheck`; the programs are in `consumer-types/programs`. ' +
    'The limit is the empty program, which loads the same standard library and Node types. Peers have programs of 20 calls of their own.',
  rounds: 5,
  measures: [
    { key: 'cpuMs', label: 'CPU of tsc', unit: 'ms', better: 'lower', chart: true },
    { key: 'checkMs', label: 'check', unit: 'ms', better: 'lower' },
    { key: 'instantiations', label: 'instantiations', unit: '', better: 'lower' },
    { key: 'types', label: 'types', unit: '', better: 'lower' },
    { key: 'memoryMB', label: 'memory', unit: 'MB', better: 'lower' },
    { key: 'files', label: 'files', unit: '', better: 'lower' },
  ],
  contestants: [
    contestant(EMPTY, 'empty'),
    { ...contestant('mixpeek'), ours: true },
    ...Object.entries(PEERS).map(([name, needs]) => ({ ...contestant(name), needs })),
  ],
  baseline: EMPTY,
  targets: Object.keys(PEERS).map((peer) => ({
    contestant: 'mixpeek',
    measure: 'cpuMs',
    against: peer,
    atMost: 1,
    says: `Checking costs no more than with ${peer}`,
  })),
  async setup() {
    const project = await makeTypesProject(Object.values(PEERS));
    return { env: { TYPES_PROJECT: project.folder }, stop: project.remove };
  },
};
