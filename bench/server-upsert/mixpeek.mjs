import { createServer } from '../../dist/server/index.js';
import { medianCpuMs } from './repeat.mjs';
import { HEADERS, NAMESPACE, serverWithNamespace } from '../server/small-read.mjs';
import { upsertBody } from './upsert-body.mjs';

const bytes = Buffer.from(upsertBody());
const server = await serverWithNamespace(createServer);
const headers = { ...HEADERS, 'content-type': 'application/json' };
const upsert = async () => {
  const answer = await server.fetch(`/v1/namespaces/${NAMESPACE}/documents/upsert`, {
    method: 'POST',
    headers,
    body: bytes,
  });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.arrayBuffer();
};
console.log(JSON.stringify({ batchMs: await medianCpuMs(upsert) }));
await server.close();
