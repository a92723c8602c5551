import OpenAI from 'openai';
import { measure, url } from './measure.mjs';

const client = new OpenAI({ apiKey: 'sk_test', baseURL: `${url}/v1` });
await measure(() =>
  client.chat.completions.create({
    model: 'm',
    messages: [{ role: 'user', content: 'red running shoes for rainy days' }],
  }),
);
