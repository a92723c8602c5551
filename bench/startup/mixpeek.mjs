const before = process.memoryUsage.rss();
const { Mixpeek } = await import('../../dist/index.js');
globalThis.client = new Mixpeek({ apiKey: 'sk_test' });
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
