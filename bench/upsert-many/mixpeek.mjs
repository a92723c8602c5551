import { Mixpeek } from '../../dist/index.js';
import { COUNT, documents } from './documents.mjs';
import { measure } from './measure.mjs';

/** `upsertMany` as it is out of the box, over a source that is made as it is read. */
const baseUrl = process.env[process.argv[2]];
const mp = new Mixpeek({ apiKey: 'sk_bench', baseUrl, namespace: 'bench' });
const run = mp.namespaces.documents.upsertMany(documents());
const windows = [];
const sampler = setInterval(() => windows.push(run.progress().window), 100);
await measure(async () => {
  const { inserted, failedCount, retries } = await run;
  clearInterval(sampler);
  windows.sort((one, other) => one - other);
  return { lost: COUNT - inserted - failedCount, failedCount, retries, window: windows[windows.length >> 1] ?? 0 };
});
await mp.close();
