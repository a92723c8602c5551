import { createServer } from '../../dist/server/index.js';
import { HEADERS, NAMESPACE, serverWithNamespace } from '../server/small-read.mjs';
import { inProcess } from './in-process.mjs';

const server = await serverWithNamespace(createServer);
const init = { headers: HEADERS };
console.log(JSON.stringify(await inProcess(() => server.fetch(`/v1/namespaces/${NAMESPACE}`, init))));
await server.close();
