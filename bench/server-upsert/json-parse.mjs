import { medianCpuMs } from './repeat.mjs';
import { upsertBody } from './upsert-body.mjs';

const bytes = Buffer.from(upsertBody());
let documents = 0;
const parse = () => {
  documents += JSON.parse(bytes.toString()).documents.length;
};
console.log(JSON.stringify({ batchMs: await medianCpuMs(parse) }));
if (documents !== 20_000) throw new Error(`${documents} documents were parsed.`);
