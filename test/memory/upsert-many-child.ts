/** Writes many documents, some of which fail, and prints how the heap grew on the way. Run with --expose-gc. */
import { Mixpeek } from '../../src/client.js';

const COUNT = Number(process.argv[2] ?? 40_000);
const DIMENSIONS = 64;
const EVERY = 8;
/** Every so many requests one is refused with 503, and one document in so many is wrong. */
const REFUSED = 7;
const WRONG = 50;

let requests = 0;
const fetch: typeof globalThis.fetch = async (_, init) => {
  for await (const _chunk of new Response(init?.body).body ?? []);
  requests += 1;
  if (requests % REFUSED === 0) return Response.json({}, { status: 503, headers: { 'retry-after': '0' } });
  return Response.json({ inserted: 1, document_ids: [], namespace_id: 'ns', write_token: `t${requests}` });
};

async function* documents() {
  for (let index = 0; index < COUNT; index++) {
    const vector = new Float32Array(DIMENSIONS).fill(index % WRONG === 0 ? Number.NaN : index / COUNT);
    yield { document_id: `doc-${index}`, vectors: { v: vector }, payload: { title: `Document ${index}` } };
  }
}

const heaps: number[] = [];
let handedOver = 0;
let reported = 0;
const mp = new Mixpeek({ apiKey: 'sk_test', baseUrl: 'http://mixpeek.test', namespace: 'ns', fetch });
const run = mp.namespaces.documents.upsertMany(documents(), {
  batchSize: 100,
  onFailed: ({ count }) => {
    handedOver += count;
  },
  onBatch: ({ batches }) => {
    if (batches % EVERY !== 0) return;
    (globalThis as { gc?: () => void }).gc?.();
    heaps.push(process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
  },
});
for await (const _report of run) reported += 1;
const { inserted, failedCount } = await run;
const third = Math.floor(heaps.length / 3);
const highest = (part: readonly number[]): number => Math.max(...part);
process.stdout.write(
  JSON.stringify({
    inserted,
    failedCount,
    handedOver,
    reported,
    ranges: run.resumeToken().done.length,
    growthBytes: highest(heaps.slice(-third)) - highest(heaps.slice(0, third)),
  }),
);
