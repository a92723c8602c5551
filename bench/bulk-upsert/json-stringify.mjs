import { request } from 'undici';
import { asNumbers, asShortDecimals, toDocuments } from './documents.mjs';
import { headers, measure, path, url } from './measure.mjs';

const kinds = { numbers: asNumbers, decimals: asShortDecimals };
const documents = toDocuments(kinds[process.argv[2]]());
await measure(async () => {
  const answer = await request(url + path, { method: 'POST', headers, body: JSON.stringify({ documents }) });
  await answer.body.json();
});
