import { badRequest, Problem } from './problem.js';

/** Reads a whole body. Throws a 413 as soon as it is larger than `limit`. */
export async function readAll(source: Uint8Array | AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  if (source instanceof Uint8Array) {
    if (source.length > limit) throw tooLarge(limit);
    return source;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return concatBytes(chunks, length);
}

function tooLarge(limit: number): Problem {
  return new Problem({
    status: 413,
    type: 'PayloadTooLargeError',
    code: 'body_too_large',
    message: `The body is larger than ${limit} bytes. Send it in smaller batches.`,
    details: { limit },
  });
}

/** A body in chunks, one where it is in one piece. */
export async function* toChunks(body: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body;
  else yield* body;
}

function concatBytes(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The body without its `Content-Encoding`. */
export function decompress<Source extends Uint8Array | AsyncIterable<Uint8Array>>(
  source: Source,
  encoding: string | undefined,
): Source | AsyncIterable<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return source;
  if (name === 'gzip' || name === 'deflate') return inflate(toChunks(source), name);
  throw new Problem({
    status: 415,
    type: 'UnsupportedMediaTypeError',
    code: 'unsupported_encoding',
    message: `The Content-Encoding "${name}" is not understood. Use gzip, deflate or none.`,
  });
}

async function* inflate(source: AsyncIterable<Uint8Array>, format: 'gzip' | 'deflate'): AsyncGenerator<Uint8Array> {
  let sourceError: unknown;
  const iterator = source[Symbol.asyncIterator]();
  const compressed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        // The DOM types ask for a plain ArrayBuffer behind the bytes; request bodies are never shared memory.
        else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        sourceError = error;
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  try {
    yield* compressed.pipeThrough(new DecompressionStream(format));
  } catch {
    if (sourceError !== undefined) throw sourceError as Error;
    throw badRequest(`invalid_${format}`, `The body says Content-Encoding: ${format}, but is not ${format} data.`);
  }
}

/** The bytes as lines of text, without their ends. Empty lines are kept, so that line numbers stay true. */
export async function* toLines(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // The pieces of a line are joined once, at its end: a long one would be copied with every chunk otherwise.
  let pieces: string[] = [];
  let length = 0;
  for await (const chunk of source) {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      yield trimReturn([...pieces, text.slice(start, end)].join(''));
      pieces = [];
      length = 0;
      start = end + 1;
    }
    pieces.push(text.slice(start));
    length += text.length - start;
    if (length > limit) throw badRequest('line_too_long', `A line is longer than ${limit} characters.`, { limit });
  }
  const last = [...pieces, decoder.decode()].join('');
  if (last !== '') yield trimReturn(last);
}

const trimReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
