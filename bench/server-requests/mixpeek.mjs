import { createServer } from '../../dist/server/index.js';
import { HEAD, serverWithNamespace } from '../server/small-read.mjs';
import { underLoad } from './under-load.mjs';

const server = await serverWithNamespace(createServer);
const listening = await server.listen();
console.log(JSON.stringify(await underLoad(listening.port, HEAD)));
await server.close();
