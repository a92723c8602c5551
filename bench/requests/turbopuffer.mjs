import Turbopuffer from '@turbopuffer/turbopuffer';
import { measure, url } from './measure.mjs';

const namespace = new Turbopuffer({ apiKey: 'sk_test', baseURL: url }).namespace('ns');
await measure(() => namespace.query({ rank_by: ['text', 'BM25', 'red running shoes for rainy days'], top_k: 5 }));
