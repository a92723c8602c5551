import Anthropic from '@anthropic-ai/sdk';
import { measure, url } from './measure.mjs';

const client = new Anthropic({ apiKey: 'sk_test', baseURL: url });
await measure(() =>
  client.messages.create({
    model: 'm',
    max_tokens: 5,
    messages: [{ role: 'user', content: 'red running shoes for rainy days' }],
  }),
);
