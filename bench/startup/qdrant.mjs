const before = process.memoryUsage.rss();
const { QdrantClient } = await import('@qdrant/js-client-rest');
globalThis.client = new QdrantClient({ url: 'http://127.0.0.1:6333', checkCompatibility: false });
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
