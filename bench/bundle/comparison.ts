import type { Comparison, Contestant } from '../harness/comparison.js';

const contestant = (name: string, source: string, needs?: string): Contestant => ({
  name,
  command: ['node', 'bench/bundle/measure.mjs', source],
  ...(needs !== undefined && { needs }),
});

const ONE_RESOURCE =
  "import { createClient } from '../../dist/default/index.js'; import { tasks } from '../../dist/default/resources/definitions.js'; createClient({ tasks })";

export const comparison: Comparison = {
  name: 'bundle',
  title: 'Size in a browser bundle',
  about:
    'esbuild bundles and minifies a program that makes the client, for the browser; gzip at level 9. "First" is what must be there before the ' +
    'program runs; "all" adds what it may load later by `import()`, as one file. Bundlers split there by themselves, esbuild with `--splitting`. ' +
    'The sizes are exact, so one round is enough. A client that needs Node built-ins does not bundle and is shown as failed.',
  rounds: 1,
  measures: [
    { key: 'firstMinifiedKiB', label: 'first, minified', unit: 'KiB', better: 'lower' },
    { key: 'firstGzipKiB', label: 'first, gzip', unit: 'KiB', better: 'lower', chart: true },
    { key: 'allMinifiedKiB', label: 'all, minified', unit: 'KiB', better: 'lower' },
    { key: 'allGzipKiB', label: 'all, gzip', unit: 'KiB', better: 'lower' },
  ],
  contestants: [
    contestant('openai', "export { default } from 'openai'", 'openai'),
    { ...contestant('mixpeek', "import { Mixpeek } from '../../dist/default/index.js'; new Mixpeek()"), ours: true },
    { ...contestant('mixpeek, one resource', ONE_RESOURCE), ours: true },
    contestant('openapi-fetch', "export { default } from 'openapi-fetch'", 'openapi-fetch'),
    contestant('anthropic', "export { default } from '@anthropic-ai/sdk'", '@anthropic-ai/sdk'),
    contestant('turbopuffer', "export { default } from '@turbopuffer/turbopuffer'", '@turbopuffer/turbopuffer'),
    contestant('qdrant', "export { QdrantClient } from '@qdrant/js-client-rest'", '@qdrant/js-client-rest'),
    contestant('pinecone', "export { Pinecone } from '@pinecone-database/pinecone'", '@pinecone-database/pinecone'),
    contestant('stripe', "export { default } from 'stripe'", 'stripe'),
  ],
  baseline: 'openai',
  targets: [
    {
      contestant: 'mixpeek',
      measure: 'firstGzipKiB',
      atMost: 25_000 / 1024,
      says: 'Every resource: 25 kB before it runs',
    },
    { contestant: 'mixpeek', measure: 'allGzipKiB', atMost: 25_000 / 1024, says: 'Every resource: 25 kB in all' },
    {
      contestant: 'mixpeek, one resource',
      measure: 'firstGzipKiB',
      atMost: 12_000 / 1024,
      says: 'One resource: 12 kB before it runs',
    },
  ],
};
