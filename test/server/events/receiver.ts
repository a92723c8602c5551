import type { IncomingHttpHeaders } from 'node:http';
import { readText, startServer } from '../../helpers/http-server.js';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A loopback receiver of webhooks. Breaks off, says nothing, or answers with the status that `answer` gives for the number of the request, from 1. */
export async function startReceiver(answer: (number: number) => number | 'break' | 'hang' = () => 204) {
  const received: Received[] = [];
  const { url } = await startServer((request, response, number) => {
    void readText(request).then((text) => {
      received.push({ headers: request.headers, body: JSON.parse(text) as unknown });
      const status = answer(number);
      if (status === 'hang') return;
      if (status === 'break') request.socket.destroy();
      else response.writeHead(status).end();
    });
  });
  return { url, received };
}
