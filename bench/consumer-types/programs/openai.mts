import OpenAI from 'openai';

const client = new OpenAI({ apiKey: 'sk_test' });

export const completion = await client.chat.completions.create({
  model: 'm',
  messages: [{ role: 'user', content: 'hello' }],
});
export const text = completion.choices[0]?.message.content;
export const response = await client.responses.create({ model: 'm', input: 'hello' });
export const kept = await client.responses.retrieve('resp_1');
export const embedding = await client.embeddings.create({ model: 'm', input: 'hello' });
export const ids: string[] = [];
for await (const { id } of client.models.list()) ids.push(id);
export const model = await client.models.retrieve('m');
export const files = await client.files.list();
export const file = await client.files.retrieve('file-1');
export const removed = await client.files.delete('file-1');
export const batch = await client.batches.create({
  input_file_id: 'file-1',
  endpoint: '/v1/embeddings',
  completion_window: '24h',
});
export const batches = await client.batches.list();
export const moderation = await client.moderations.create({ input: 'hello' });
export const image = await client.images.generate({ prompt: 'a shoe' });
export const job = await client.fineTuning.jobs.create({ model: 'm', training_file: 'file-1' });
export const jobs = await client.fineTuning.jobs.list();
export const store = await client.vectorStores.create({ name: 's' });
export const found = await client.vectorStores.search('vs_1', { query: 'shoes' });
export const stored = await client.vectorStores.files.list('vs_1');
export const upload = await client.uploads.create({
  bytes: 1,
  filename: 'f',
  mime_type: 'text/plain',
  purpose: 'batch',
});
export const conversation = await client.conversations.create();
