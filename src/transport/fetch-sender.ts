import { streamChunks } from '../internal/stream-chunks.js';
import { isRedirect, isSuccess } from './sender.js';
import type { SendRequest, SentResponse } from './sender.js';

export interface FetchSenderOptions {
  /** Whether this platform's `fetch` streams a request body. Otherwise the body is collected first. */
  streams: boolean;
}

type FetchInit = RequestInit & { duplex?: 'half' };

/** Sends with a given `fetch`, which may take its time to notice that it was cancelled. */
export async function sendWithFetch(
  fetch: typeof globalThis.fetch,
  request: SendRequest,
  options: FetchSenderOptions,
): Promise<SentResponse> {
  const { body, cancellation } = request;
  // `fetch` does not tell when it has connected.
  request.onPhase('headers');
  const init: FetchInit = {
    method: request.method,
    headers: request.headers,
    signal: cancellation.signal,
    redirect: 'manual',
  };
  if (typeof body === 'string' || body instanceof Uint8Array) {
    init.body = body as string | Uint8Array<ArrayBuffer>;
  } else if (body !== undefined && options.streams) {
    init.body = toReadableStream(body);
    init.duplex = 'half';
    // Any other mode makes Node keep the whole streamed body in memory for a possible redirect.
    init.redirect = 'error';
  } else if (body !== undefined) {
    init.body = await cancellation.race(collect(body));
  }
  const response = await cancellation.race(fetch(request.url, init));
  request.onPhase('body');
  return readResponse(response, request);
}

async function readResponse(response: Response, request: SendRequest): Promise<SentResponse> {
  const succeeded = isSuccess(response.status);
  const drops = isRedirect(response.status) || (succeeded && request.expect === 'nothing');
  const streams = succeeded && request.expect === 'stream';
  let bytes = new Uint8Array();
  if (drops) response.body?.cancel().catch(() => undefined);
  else if (!streams) bytes = new Uint8Array(await request.cancellation.race(response.arrayBuffer()));
  return {
    status: response.status,
    url: response.url === '' ? request.url : response.url,
    headers: response.headers,
    toHeaders: () => response.headers,
    headerEntries: () => response.headers,
    // Takes a byte order mark off, as `response.text()` does.
    text: () => new TextDecoder().decode(bytes),
    bytes: () => bytes,
    stream: streams ? streamChunks(response.body) : undefined,
  };
}

function toReadableStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks) parts.push(new Uint8Array(chunk));
  return new Blob(parts);
}
