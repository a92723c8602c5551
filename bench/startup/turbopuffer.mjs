const before = process.memoryUsage.rss();
const { Turbopuffer } = await import('@turbopuffer/turbopuffer');
globalThis.client = new Turbopuffer({ apiKey: 'sk_test', region: 'gcp-us-central1' });
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
