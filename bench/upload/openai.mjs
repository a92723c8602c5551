import { createReadStream } from 'node:fs';
import OpenAI from 'openai';
import { file, measure, url } from './measure.mjs';

const client = new OpenAI({ apiKey: 'sk_test', baseURL: `${url}/v1` });
await measure(() => client.files.create({ file: createReadStream(file), purpose: 'assistants' }));
