import { get } from 'node:http';
import { once } from 'node:events';
import { Mixpeek } from '../../dist/index.js';
import { file, measure, url } from './measure.mjs';

const refuseAfter = process.argv[2];
const seen = { reports: 0, retries: 0 };
const mp = new Mixpeek({
  apiKey: 'sk_test',
  namespace: 'ns',
  baseUrl: url,
  hooks: { onRetry: () => (seen.retries += 1) },
});
if (refuseAfter !== undefined) {
  // Not through fetch, whose memory would count.
  const [answer] = await once(get(`${url}/__sink/refuse-once?after=${refuseAfter}`), 'response');
  answer.resume();
}
await measure(async () => {
  await mp.namespaces.models.upload(
    { file, name: 'm', version: '1', model_format: 'onnx' },
    { onProgress: () => (seen.reports += 1) },
  );
  if (seen.reports === 0) throw new Error('No progress was reported.');
  if (seen.retries !== (refuseAfter === undefined ? 0 : 1)) throw new Error(`There were ${seen.retries} retries.`);
});
