const began = performance.now();
const { createServer } = await import('../../dist/server/index.js');
const server = createServer();
await server.listen();
console.log(JSON.stringify({ startMs: performance.now() - began, rssMB: process.memoryUsage.rss() / 2 ** 20 }));
await server.close();
