import { QdrantClient } from '@qdrant/js-client-rest';
import { measure, url } from './measure.mjs';

const client = new QdrantClient({ url, apiKey: 'sk_test', checkCompatibility: false });
await measure(() => client.query('ns', { query: [0.125, 0.25, 0.5, 0.75], limit: 5, with_payload: true }));
