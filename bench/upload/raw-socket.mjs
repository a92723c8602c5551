import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { connect } from 'node:net';
import { file, measure, url } from './measure.mjs';

const { hostname, port } = new URL(url);
await measure(async () => {
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(
    `POST /v1/namespaces/ns/models HTTP/1.1\r\nhost: sink\r\ncontent-length: ${statSync(file).size}\r\n\r\n`,
  );
  createReadStream(file, { highWaterMark: 1 << 20 }).pipe(socket, { end: false });
  const [answer] = await once(socket, 'data');
  if (!answer.includes(' 200 OK')) throw new Error(String(answer));
  socket.destroy();
});
