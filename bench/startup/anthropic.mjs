const before = process.memoryUsage.rss();
const { Anthropic } = await import('@anthropic-ai/sdk');
globalThis.client = new Anthropic({ apiKey: 'sk_test' });
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
