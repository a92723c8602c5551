const began = performance.now();
const { createServer } = await import('node:http');
const server = createServer((_request, response) => response.end('{}'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
console.log(JSON.stringify({ startMs: performance.now() - began, rssMB: process.memoryUsage.rss() / 2 ** 20 }));
server.close();
