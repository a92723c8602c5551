import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { Mixpeek } from '../../../dist/index.js';

/**
 * Prints the heap bytes that a small request allocates. Run with a young generation that holds the whole loop, so that
 * the heap's growth is what was allocated: nothing is collected in between.
 */
const WARM = 4000;
const COUNTED = 1000;

const mp = new Mixpeek({ apiKey: 'sk_test', namespace: 'ns', baseUrl: process.env.SINK_URL });
const body = { inputs: { query: 'red running shoes for rainy days' }, settings: { limit: 5 } };
const send = async (count) => {
  for (let sent = 0; sent < count; sent += 1) await mp.retrievers.execute('ret_1', body);
};

await send(WARM);
globalThis.gc();
await new Promise((resolve) => setImmediate(resolve));
let collections = 0;
new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] });
const before = getHeapStatistics().used_heap_size;
await send(COUNTED);
const allocated = getHeapStatistics().used_heap_size - before;
await new Promise((resolve) => setImmediate(resolve));
if (collections > 0) throw new Error(`${collections} collections ran in the loop; the young generation is too small.`);
console.log(JSON.stringify({ bytes: allocated / COUNTED }));
process.exit(0);
