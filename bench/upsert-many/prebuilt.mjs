import { Agent } from 'undici';
import { batch, BATCH, COUNT } from './documents.mjs';
import { best, inTurn } from './measure.mjs';

/** The ceiling of the sink: one body, made beforehand, sent again and again. */
const body = Buffer.from(
  JSON.stringify({
    documents: batch(0).map((document) => ({ ...document, vectors: { text: shortest(document.vectors.text) } })),
    options: { write_token: true },
  }),
);
const dispatcher = new Agent();
const request = {
  origin: process.env.SINK_URL,
  path: '/v1/namespaces/bench/documents/upsert',
  method: 'POST',
  headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
  body,
};

async function send() {
  const answer = await dispatcher.request(request);
  await answer.body.json();
}

const result = await best([16, 32], (width) => inTurn(width, COUNT / BATCH, send));
console.log(JSON.stringify({ ...result, bodyMB: body.length / 1e6 }));
await dispatcher.close();

/** Numbers with the digits that the client sends. */
function shortest(vector) {
  return Array.from(vector, (value) => {
    for (let digits = 6; digits < 9; digits += 1) {
      const short = Number(value.toPrecision(digits));
      if (Math.fround(short) === value) return short;
    }
    return Number(value.toPrecision(9));
  });
}
