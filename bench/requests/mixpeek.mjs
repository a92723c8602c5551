import { Mixpeek } from '../../dist/index.js';
import { body, measure, url } from './measure.mjs';

// As an application has it: retries, deadline and session consistency by default, hooks that count.
const seen = { events: 0 };
const count = () => {
  seen.events += 1;
};
const mp = new Mixpeek({
  apiKey: 'sk_test',
  namespace: 'ns',
  baseUrl: url,
  hooks: { onRequest: count, onResponse: count, onRetry: count, onError: count },
});
await mp.namespaces.documents.upsert({ documents: [{ document_id: 'doc-1', vectors: { v: [0.5] } }] });
if (mp.writeTokens.get('ns') === undefined) throw new Error('The upsert gave no write token to read with.');
await measure(() => mp.retrievers.execute('ret_1', body));
