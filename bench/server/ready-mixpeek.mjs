import { createServer } from '../../dist/server/index.js';

const server = createServer();
await server.listen();
const readyMs = performance.now();
console.log(JSON.stringify({ readyMs, rssMB: process.memoryUsage.rss() / 2 ** 20 }));
await server.close();
