import { createServer } from 'node:http';
import { HEAD } from '../server/small-read.mjs';
import { underLoad } from './under-load.mjs';

const { body } = JSON.parse(process.env.MIXPEEK_BENCH_ANSWER);
const bytes = Buffer.from(body);
const headers = {
  'Content-Type': 'application/json',
  'X-Request-ID': 'req_000000000000',
  'Content-Length': String(bytes.length),
};
const server = createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(bytes);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
console.log(JSON.stringify(await underLoad(server.address().port, HEAD)));
server.close();
server.closeAllConnections();
