console.log(JSON.stringify({ readyMs: performance.now(), rssMB: process.memoryUsage.rss() / 2 ** 20 }));
