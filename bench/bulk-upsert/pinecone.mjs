import { Pinecone } from '@pinecone-database/pinecone';
import { asNumbers } from './documents.mjs';
import { measure, url } from './measure.mjs';

const records = asNumbers().map((values, id) => ({
  id: `doc-${id}`,
  values,
  metadata: { title: `Document ${id}`, year: 2026 },
}));
const index = new Pinecone({ apiKey: 'sk_test' }).index({ host: url, namespace: 'ns' });
await measure(() => index.upsert({ records }));
