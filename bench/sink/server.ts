import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { ANSWERS } from './answers.js';
import { readRequests } from './connection.js';
import type { Exchange, RequestHead } from './connection.js';
import { textCounter } from './count-text.js';
import { fates } from './fate.js';
import type { Fate } from './fate.js';
import type { SinkOptions, SinkStats } from './options.js';

/** The sink: takes any request, throws its body away, and gives the answer of its path. Prints its port. */
const options = JSON.parse(process.env.SINK_OPTIONS ?? '{}') as SinkOptions;
const stats: SinkStats = { requests: 0, refused: 0, reset: 0, bytes: 0, documents: 0 };
const nextFate = fates(options, () => performance.now());
/** Bytes of one body after which it is refused, once. */
let refuseAfter = Infinity;

const answers = ANSWERS.map(({ path, body }) => ({ path, bytes: response('200 OK', JSON.stringify(body)) }));
const known = new Map<string, Buffer>();
const refusals: Readonly<Record<'tooMany' | 'unavailable', Buffer>> = {
  tooMany: response('429 Too Many Requests', '{"detail":"Too many requests."}', 'retry-after: 0\r\n'),
  unavailable: response('503 Service Unavailable', '{"detail":"Not now."}'),
};
const refusedEarly = response(
  '429 Too Many Requests',
  '{"detail":"Too many requests."}',
  'retry-after: 0\r\nconnection: close\r\n',
);

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  readRequests(socket, (head) => (head.path.startsWith('/__sink/') ? control(socket, head) : exchange(socket, head)));
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit(0));

function exchange(socket: Socket, { path }: RequestHead): Exchange {
  const counter = options.countText === undefined ? undefined : textCounter(options.countText);
  let received = 0;
  let isRefused = false;
  return {
    onData(chunk, start, end) {
      received += end - start;
      counter?.add(chunk, start, end);
      if (received <= refuseAfter) return;
      refuseAfter = Infinity;
      isRefused = true;
      stats.refused += 1;
      socket.end(refusedEarly);
    },
    onEnd(bodyBytes) {
      if (isRefused) return;
      stats.bytes += bodyBytes;
      const fate = nextFate();
      if (fate === 'answer') {
        stats.requests += 1;
        stats.documents += counter?.count ?? 0;
      } else if (fate !== 'reset') stats.refused += 1;
      if (options.latencyMs === undefined) settle(socket, path, fate);
      else setTimeout(settle, options.latencyMs, socket, path, fate);
    },
  };
}

function settle(socket: Socket, path: string, fate: Fate): void {
  if (fate === 'reset') {
    stats.reset += 1;
    socket.resetAndDestroy();
  } else if (fate === 'answer') socket.write(answerTo(path));
  else socket.write(refusals[fate]);
}

function answerTo(path: string): Buffer {
  let answer = known.get(path);
  if (answer === undefined) {
    answer = answers.find((each) => each.path.test(path))?.bytes ?? response('404 Not Found', '{}');
    known.set(path, answer);
  }
  return answer;
}

function control(socket: Socket, { path }: RequestHead): Exchange {
  const after = /^\/__sink\/refuse-once\?after=(\d+)$/.exec(path)?.[1];
  if (after !== undefined) refuseAfter = Number(after);
  return {
    onData: () => undefined,
    onEnd: () => void socket.write(response('200 OK', JSON.stringify(stats))),
  };
}

function response(status: string, body: string, headers = ''): Buffer {
  return Buffer.from(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`,
  );
}
