import { WebhookError } from './webhook-error.js';

/** A body in any of the forms in which frameworks hand it over. An object counts as parsed. */
export type WebhookBody =
  | string
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Readonly<Record<string, unknown>>
  | null;

/** The JSON of a body. Reads no more of it than is allowed. */
export async function readJsonBody(body: WebhookBody, maxBytes: number): Promise<unknown> {
  if (isParsed(body)) return body;
  const text = typeof body === 'string' ? checked(body, maxBytes) : await readText(body, maxBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WebhookError('invalid_body', 'The body is not JSON.');
  }
}

function isParsed(body: WebhookBody): body is Readonly<Record<string, unknown>> {
  if (body === null || typeof body !== 'object' || body instanceof Uint8Array) return false;
  return !(Symbol.asyncIterator in body) && !('getReader' in body);
}

function checked(text: string, maxBytes: number): string {
  if (new TextEncoder().encode(text).length > maxBytes) throw tooLarge(maxBytes);
  return text;
}

async function readText(
  body: Exclude<WebhookBody, string | Readonly<Record<string, unknown>>>,
  maxBytes: number,
): Promise<string> {
  if (body === null) return '';
  if (body instanceof Uint8Array) {
    if (body.length > maxBytes) throw tooLarge(maxBytes);
    return new TextDecoder().decode(body);
  }
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of toChunks(body)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Not every browser iterates streams. */
async function* toChunks(body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (Symbol.asyncIterator in body) {
    yield* body as AsyncIterable<Uint8Array>;
    return;
  }
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const tooLarge = (maxBytes: number): WebhookError =>
  new WebhookError('too_large', `The body is over ${maxBytes} bytes.`);
