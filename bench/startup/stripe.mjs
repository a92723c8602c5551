const before = process.memoryUsage.rss();
const { Stripe } = await import('stripe');
globalThis.client = new Stripe('sk_test');
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
