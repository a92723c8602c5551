// Sends one request over and over on keep-alive connections, and sends its parent the latencies.
import { connect } from 'node:net';

const { port, head, connections, requests, warmUp } = JSON.parse(process.argv[2]);
const bytes = Buffer.from(head.replaceAll('\n', '\r\n') + '\r\n\r\n');

/** Size of an answer; every answer to the same request has the same. */
function sizeOf(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`The server answered ${text.slice(0, 400)}`);
  return end + 4 + Number(/content-length: (\d+)/i.exec(text)[1]);
}

function run(total) {
  const latencies = new Float64Array(total);
  let sent = 0;
  let received = 0;
  return new Promise((resolve, reject) => {
    for (let i = 0; i < Math.min(connections, total); i++) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let size;
      let got = 0;
      let start = 0;
      let text = '';
      const send = () => {
        if (sent === total) return socket.end();
        sent += 1;
        start = performance.now();
        socket.write(bytes);
      };
      socket.once('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        got += chunk.length;
        if (size === undefined) size = sizeOf((text += chunk.latin1Slice()));
        if (size === undefined || got < size) return;
        if (got > size) return reject(new Error('More came than was asked for.'));
        got = 0;
        latencies[received++] = performance.now() - start;
        send();
        if (received === total) resolve(latencies);
      });
    }
  });
}

await run(warmUp);
// The parent reads its CPU time at these two messages.
process.send('start');
await new Promise((resolve) => process.once('message', resolve));
const began = performance.now();
const latencies = (await run(requests)).sort();
const at = (share) => latencies[Math.floor(share * (latencies.length - 1))];
process.send({ seconds: (performance.now() - began) / 1000, p50: at(0.5), p99: at(0.99) });
process.disconnect();
