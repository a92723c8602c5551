import type { Comparison, Contestant } from '../harness/comparison.js';

const contestant = (name: string, source: string, needs?: string): Contestant => ({
  name,
  command: ['node', 'bench/bundle/measure.mjs', source],
  ...(needs !== undefined && { needs }),
});

export const comparison: Comparison = {
  name: 'bundle',
  title: 'Size in a browser bundle',
  about:
    'esbuild bundles and minifies the exported client for the browser; gzip at level 9. The sizes are exact, so one round is enough. ' +
    'A client that needs Node built-ins does not bundle and is shown as failed.',
  rounds: 1,
  measures: [
    { key: 'minifiedKiB', label: 'minified', unit: 'KiB', better: 'lower' },
    { key: 'gzipKiB', label: 'gzip', unit: 'KiB', better: 'lower', chart: true },
  ],
  contestants: [
    contestant('openai', "export { default } from 'openai'", 'openai'),
    { ...contestant('mixpeek', "export { Mixpeek } from '../../dist/default/index.js'"), ours: true },
    contestant('openapi-fetch', "export { default } from 'openapi-fetch'", 'openapi-fetch'),
    contestant('anthropic', "export { default } from '@anthropic-ai/sdk'", '@anthropic-ai/sdk'),
    contestant('turbopuffer', "export { default } from '@turbopuffer/turbopuffer'", '@turbopuffer/turbopuffer'),
    contestant('qdrant', "export { QdrantClient } from '@qdrant/js-client-rest'", '@qdrant/js-client-rest'),
    contestant('pinecone', "export { Pinecone } from '@pinecone-database/pinecone'", '@pinecone-database/pinecone'),
    contestant('stripe', "export { default } from 'stripe'", 'stripe'),
  ],
  baseline: 'openai',
  targets: [],
};
