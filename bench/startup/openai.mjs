const before = process.memoryUsage.rss();
const { OpenAI } = await import('openai');
globalThis.client = new OpenAI({ apiKey: 'sk_test' });
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
