import type { Comparison, Contestant, Target } from '../harness/comparison.js';

const PEERS = {
  openai: 'openai',
  anthropic: '@anthropic-ai/sdk',
  turbopuffer: '@turbopuffer/turbopuffer',
  qdrant: '@qdrant/js-client-rest',
  pinecone: '@pinecone-database/pinecone',
  stripe: 'stripe',
  'openapi-fetch': 'openapi-fetch',
} as const;

const peers = Object.entries(PEERS).map(([name, needs]): Contestant => ({
  name,
  needs,
  command: ['node', `bench/startup/${name}.mjs`],
}));

const targets: readonly Target[] = [
  {
    contestant: 'mixpeek',
    measure: 'cpuMs',
    against: 'bare node',
    atMost: 1.2,
    says: 'Importing and constructing the client costs at most 1.2 times a bare Node process',
  },
  {
    contestant: 'mixpeek',
    measure: 'riseMB',
    atMost: 4,
    says: 'It adds at most 4 MB of resident memory',
  },
];

export const comparison: Comparison = {
  name: 'startup',
  title: 'Import and construct a client, cold',
  about:
    'A fresh process imports the client, constructs it with a key, and ends. The limit is the bare Node process, which does neither. ' +
    'The rise in memory is the resident set after construction less that before the import.',
  rounds: 15,
  measures: [
    { key: 'cpuMs', label: 'CPU', unit: 'ms', better: 'lower', chart: true },
    { key: 'wallMs', label: 'wall', unit: 'ms', better: 'lower' },
    { key: 'riseMB', label: 'rise in memory', unit: 'MB', better: 'lower', chart: true },
  ],
  contestants: [
    { name: 'bare node', command: ['node', 'bench/startup/bare.mjs'] },
    { name: 'mixpeek', ours: true, command: ['node', 'bench/startup/mixpeek.mjs'] },
    ...peers,
  ],
  baseline: 'bare node',
  targets,
};
