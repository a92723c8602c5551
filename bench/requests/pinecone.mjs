import { Pinecone } from '@pinecone-database/pinecone';
import { measure, url } from './measure.mjs';

const index = new Pinecone({ apiKey: 'sk_test' }).index({ host: url, namespace: 'ns' });
await measure(() => index.query({ vector: [0.125, 0.25, 0.5, 0.75], topK: 5, includeMetadata: true }));
