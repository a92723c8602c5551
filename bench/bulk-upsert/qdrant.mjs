import { QdrantClient } from '@qdrant/js-client-rest';
import { asNumbers } from './documents.mjs';
import { measure, url } from './measure.mjs';

const points = asNumbers().map((vector, id) => ({ id, vector, payload: { title: `Document ${id}`, year: 2026 } }));
const client = new QdrantClient({ url, apiKey: 'sk_test', checkCompatibility: false });
await measure(() => client.upsert('ns', { points }));
