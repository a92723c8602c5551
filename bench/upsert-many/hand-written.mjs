import { Mixpeek } from '../../dist/index.js';
import { batch, BATCH, COUNT } from './documents.mjs';
import { inTurn, measure } from './measure.mjs';

/** The ceiling with encoding: `upsert` in a loop by hand, so many requests in flight. */
const width = Number(process.argv[2]);
const mp = new Mixpeek({ apiKey: 'sk_bench', baseUrl: process.env.SINK_URL, namespace: 'bench' });
const send = (number) => mp.namespaces.documents.upsert({ documents: batch(number) });
await measure(async () => {
  await inTurn(width, COUNT / BATCH, send);
  return { window: width };
});
await mp.close();
