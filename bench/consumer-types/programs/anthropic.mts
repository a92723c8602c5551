import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ apiKey: 'sk_test' });
const messages = [{ role: 'user' as const, content: 'hello' }];

export const message = await client.messages.create({ model: 'm', max_tokens: 5, messages });
export const stream = await client.messages.create({ model: 'm', max_tokens: 5, messages, stream: true });
for await (const { type } of stream) console.log(type);
export const tokens = await client.messages.countTokens({ model: 'm', messages });
export const batch = await client.messages.batches.create({
  requests: [{ custom_id: 'a', params: { model: 'm', max_tokens: 5, messages } }],
});
export const kept = await client.messages.batches.retrieve('b');
export const batches = await client.messages.batches.list();
export const cancelled = await client.messages.batches.cancel('b');
export const gone = await client.messages.batches.delete('b');
export const results = await client.messages.batches.results('b');
export const ids: string[] = [];
for await (const { id } of client.models.list()) ids.push(id);
export const model = await client.models.retrieve('m');
export const betaMessage = await client.beta.messages.create({ model: 'm', max_tokens: 5, messages });
export const betaTokens = await client.beta.messages.countTokens({ model: 'm', messages });
export const betaBatches = await client.beta.messages.batches.list();
export const betaBatch = await client.beta.messages.batches.retrieve('b');
export const betaModel = await client.beta.models.retrieve('m');
export const files = await client.beta.files.list();
export const file = await client.beta.files.retrieveMetadata('f');
export const removed = await client.beta.files.delete('f');
export const skills = await client.beta.skills.list();
