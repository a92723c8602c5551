import { Mixpeek } from '../../dist/index.js';
import { asNumbers, asShortDecimals, toDocuments, vectors } from './documents.mjs';
import { measure, url } from './measure.mjs';

const kinds = { float32: vectors, numbers: asNumbers, decimals: asShortDecimals };
const documents = toDocuments(kinds[process.argv[2]]());
const mp = new Mixpeek({ apiKey: 'sk_test', namespace: 'ns', baseUrl: url });
await measure(() => mp.namespaces.documents.upsert({ documents }));
