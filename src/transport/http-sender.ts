import { Agent, request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { createChunkQueue } from '../internal/chunk-queue.js';
import { NodeResponse } from './node-response.js';
import { isRedirect, isSuccess } from './sender.js';
import type { SendRequest, Sender, SentResponse } from './sender.js';

interface Door {
  readonly request: (
    url: string,
    options: RequestOptions,
    onAnswer: (answer: IncomingMessage) => void,
  ) => ClientRequest;
  readonly agent: Agent;
}

/**
 * Node's own HTTP client. It starts in a tenth of the time that undici takes to load, and costs more for each request:
 * for processes that send a few and end.
 */
export function createHttpSender(): Sender {
  const doors = new Map<string, Door>();

  async function doorOf(url: string): Promise<Door> {
    const protocol = url.slice(0, url.indexOf(':'));
    const known = doors.get(protocol);
    if (known !== undefined) return known;
    const door = protocol === 'https' ? await openHttps() : { request: requestHttp, agent: new Agent(KEEP_ALIVE) };
    doors.set(protocol, door);
    return door;
  }

  return {
    // A chunk is asked for when the one before was written out.
    readsInStep: () => true,
    async send(request) {
      request.onPhase('connect');
      const door = await doorOf(request.url);
      return exchange(door, request);
    },
    close() {
      for (const { agent } of doors.values()) agent.destroy();
      doors.clear();
      return Promise.resolve();
    },
  };
}

const KEEP_ALIVE = { keepAlive: true };

async function openHttps(): Promise<Door> {
  const https = await import('node:https');
  return { request: https.request, agent: new https.Agent(KEEP_ALIVE) };
}

function exchange({ request: open, agent }: Door, request: SendRequest): Promise<SentResponse> {
  const { cancellation } = request;
  return new Promise((resolve, reject) => {
    const options = { method: request.method, headers: request.headers, agent };
    const sending = open(request.url, options, (answer) => {
      request.onPhase('body');
      const ended = receive(answer, request).finally(() => {
        // Answered before the whole body was taken: nobody wants the rest, and the connection is of no further use.
        if (!sending.writableFinished && request.expect !== 'stream') sending.destroy();
      });
      ended.then(settle(resolve), settle(reject));
    });
    const cancel = (reason: unknown): void => {
      const error = reason as Error;
      sending.destroy(error);
      reject(error);
    };
    function settle<Value>(end: (value: Value) => void): (value: Value) => void {
      return (value) => {
        // A stream goes on, and so does what may end it.
        if (request.expect !== 'stream') cancellation.unsubscribe(cancel);
        end(value);
      };
    }
    sending.once('socket', (socket) => {
      if (!socket.connecting) request.onPhase('headers');
      else socket.once('connect', () => request.onPhase('headers'));
    });
    // Also after the end: a broken pipe may be noticed late.
    sending.on('error', settle(reject));
    cancellation.subscribe(cancel);
    write(sending, request.body).catch((error: unknown) => {
      const reason = error as Error;
      sending.destroy(reason);
      reject(reason);
    });
  });
}

async function write(sending: ClientRequest, body: SendRequest['body']): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    sending.end(body);
    return;
  }
  for await (const chunk of body) {
    // Answered or broken off before the end: the rest is of no use.
    if (sending.destroyed || sending.writableEnded) return;
    await new Promise<void>((resolve) => sending.write(chunk, () => resolve()));
  }
  sending.end();
}

async function receive(answer: IncomingMessage, request: SendRequest): Promise<SentResponse> {
  const { statusCode: status = 0, headers } = answer;
  const received = { url: request.url, status, headers };
  const succeeded = isSuccess(status);
  if (succeeded && request.expect === 'stream') {
    return new NodeResponse({ ...received, chunks: [], stream: toStream(answer) });
  }
  const drops = isRedirect(status) || (succeeded && request.expect === 'nothing');
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) if (!drops) chunks.push(chunk);
  return new NodeResponse({ ...received, chunks, stream: undefined });
}

function toStream(answer: IncomingMessage): AsyncIterable<Uint8Array> {
  const queue = createChunkQueue({
    pause: () => answer.pause(),
    resume: () => answer.resume(),
    leave: () => answer.destroy(),
  });
  answer.on('data', (chunk: Buffer) => queue.push(chunk));
  answer.once('end', () => queue.end());
  answer.once('error', (error) => queue.fail(error));
  // A connection that closes in the middle is no end.
  answer.once('close', () => {
    if (!answer.complete) queue.fail(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }));
  });
  return queue;
}
