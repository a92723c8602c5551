import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end('{}'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const readyMs = performance.now();
console.log(JSON.stringify({ readyMs, rssMB: process.memoryUsage.rss() / 2 ** 20 }));
server.close();
