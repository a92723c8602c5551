import { body, headers, measure, path, url } from './measure.mjs';

await measure(async () => {
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return answer.json();
});
