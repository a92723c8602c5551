import Turbopuffer from '@turbopuffer/turbopuffer';
import { asNumbers, vectors } from './documents.mjs';
import { measure, url } from './measure.mjs';

const list = process.argv[2] === 'base64' ? vectors() : asNumbers();
/** Encoding to base64 is the caller's work with this client, so it belongs to each request. */
const encode = (vector) => (Array.isArray(vector) ? vector : Buffer.from(vector.buffer).toString('base64'));
const toRow = (vector, id) => ({ id, vector: encode(vector), title: `Document ${id}`, year: 2026 });

const namespace = new Turbopuffer({ apiKey: 'sk_test', baseURL: url }).namespace('ns');
await measure(() => namespace.write({ upsert_rows: list.map(toRow), distance_metric: 'cosine_distance' }));
