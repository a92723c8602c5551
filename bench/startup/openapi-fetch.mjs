const before = process.memoryUsage.rss();
const { default: createClient } = await import('openapi-fetch');
globalThis.client = createClient({ baseUrl: 'http://127.0.0.1' });
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
