// Prints the answer that bare contestants give, so that all of them send the same bytes.
import { createServer } from '../../dist/server/index.js';
import { HEADERS, NAMESPACE, serverWithNamespace } from './small-read.mjs';

const server = await serverWithNamespace(createServer);
const answer = await server.fetch(`/v1/namespaces/${NAMESPACE}`, { headers: HEADERS });
console.log(JSON.stringify({ body: await answer.text() }));
await server.close();
