const before = process.memoryUsage.rss();
console.log(JSON.stringify({ riseMB: (process.memoryUsage.rss() - before) / 1e6 }));
