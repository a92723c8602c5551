import OpenAI from 'openai';
import { asNumbers, toDocuments } from './documents.mjs';
import { measure, path, url } from './measure.mjs';

const documents = toDocuments(asNumbers());
const client = new OpenAI({ apiKey: 'sk_test', baseURL: url });
await measure(() => client.post(path, { body: { documents } }));
