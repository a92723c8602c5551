import { setupServer } from 'msw/node';
import { createServer } from '../../dist/server/index.js';
import { mswHandlers } from '../../dist/server/msw.js';
import { HEADERS, NAMESPACE, serverWithNamespace } from '../server/small-read.mjs';
import { perRequest } from './requests.mjs';

const server = await serverWithNamespace(createServer);
const interception = setupServer(...mswHandlers(server));
interception.listen({ onUnhandledRequest: 'error' });
const call = () => fetch(`https://api.mixpeek.com/v1/namespaces/${NAMESPACE}`, { headers: HEADERS });
console.log(JSON.stringify(await perRequest(call)));
interception.close();
await server.close();
