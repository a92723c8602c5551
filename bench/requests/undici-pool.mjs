import { Pool } from 'undici';
import { body, headers, measure, path, url } from './measure.mjs';

const pool = new Pool(url, { connections: 64 });
await measure(async () => {
  const answer = await pool.request({ path, method: 'POST', headers, body: JSON.stringify(body) });
  return answer.body.json();
});
