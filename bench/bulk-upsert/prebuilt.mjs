import { readFileSync } from 'node:fs';
import { request } from 'undici';
import { headers, measure, path, url } from './measure.mjs';

const body = readFileSync(process.env.PREBUILT_BODY);
await measure(async () => {
  const answer = await request(url + path, { method: 'POST', headers, body });
  await answer.body.json();
});
