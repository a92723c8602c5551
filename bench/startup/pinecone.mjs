const before = process.memoryUsage.rss();
const { Pinecone } = await import('@pinecone-database/pinecone');
globalThis.client = new Pinecone({ apiKey: 'sk_test' });
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
