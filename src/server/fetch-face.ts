import { ConnectionReset, type Incoming, type Outgoing } from './exchange.js';
import { streamChunks } from '../internal/stream-chunks.js';
import { ANY_HOST, readPlainAddress, readPlainRequest } from './plain-request.js';
import { createPlainTargetReader, toTarget, type ReadPlainTarget } from './target.js';

type Handler = (incoming: Incoming) => Promise<Outgoing>;

/** The server as a `fetch`: fails as `fetch` does when a connection breaks or the signal aborts. */
export function createFetch(handle: Handler) {
  const readPlain = createPlainTargetReader();
  return async (input: Request | string | URL, init?: RequestInit): Promise<Response> => {
    const plain = readPlainRequest(input, init, readPlain);
    const incoming = plain?.incoming ?? toIncoming(toRequest(input, init), readPlain);
    const signal = plain === undefined ? incoming.signal : plain.signal;
    signal?.throwIfAborted();
    const answer = handle(incoming);
    let outgoing: Outgoing;
    try {
      outgoing = await (signal === undefined ? answer : untilAborted(answer, signal));
    } catch (error) {
      throw toFetchError(error, 'fetch failed');
    }
    const { status, headers } = outgoing;
    // An answer to HEAD has headers only.
    const body = incoming.method === 'HEAD' ? undefined : outgoing.body;
    return new Response(typeof body === 'object' ? toStream(body, incoming.signal) : (body ?? null), {
      status,
      headers,
    });
  };
}

function toRequest(input: Request | string | URL, init: RequestInit | undefined): Request {
  // Another one of the same would do no more than mark this one as used, which reading its body does as well.
  if (input instanceof Request && init === undefined && !input.bodyUsed) return input;
  const target = typeof input === 'string' ? new URL(input, ANY_HOST) : input;
  return new Request(target, init);
}

function toIncoming(request: Request, readPlain: ReadPlainTarget): Incoming {
  const { url, body } = request;
  return {
    method: request.method,
    target: readPlainAddress(url, readPlain) ?? toTarget(new URL(url)),
    headers: Object.fromEntries(request.headers),
    body: body === null ? undefined : streamChunks(body),
    signal: request.signal,
  };
}

function toStream(body: AsyncIterable<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await untilAborted(iterator.next(), signal);
          if (next.done === true) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          controller.error(toFetchError(error, 'terminated'));
          await iterator.return?.();
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      // The promise of the work itself: nothing has to be passed on.
      resolve(work);
    };
    work.then(settle, settle);
  });
}

function toFetchError(error: unknown, message: string): unknown {
  return error instanceof ConnectionReset ? new TypeError(message, { cause: error }) : error;
}
