import { badRequest } from './problem.js';

/** One part; its bytes must be read before the next part is asked for. */
export interface MultipartPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_PARTS = 100;
const RETURN = 13;
const DASH = 45;
const EMPTY = new Uint8Array();

/** Reads `multipart/form-data` as it arrives (RFC 7578): never more than one chunk and one boundary in memory. */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<MultipartPart> {
  const encoder = new TextEncoder();
  const delimiter = encoder.encode(`\r\n--${boundary}`);
  const headerEnd = encoder.encode('\r\n\r\n');
  // The first boundary has no line before it; a made-up one lets it be found like the others.
  const window = createWindow(source, encoder.encode('\r\n'));

  await drain(window.until(delimiter));
  for (let count = 0; await startsPart(window); count++) {
    if (count === MAX_PARTS) throw malformed(`it has more than ${MAX_PARTS} parts`);
    const header = await readText(window.until(headerEnd), MAX_HEADER_BYTES);
    const bytes = window.until(delimiter);
    yield { ...parseHeader(header), bytes };
    await drain(bytes);
  }
}

/** The boundary of a Content-Type; throws when it has none. */
export function boundaryOf(contentType: string): string {
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw malformed('its Content-Type names no boundary');
  return boundary;
}

interface Window {
  /** The bytes before the next `delimiter`, which is swallowed. Throws when the source ends first. */
  until(delimiter: Uint8Array): AsyncGenerator<Uint8Array>;
  /** Exactly so many bytes. */
  take(count: number): Promise<Uint8Array>;
}

function createWindow(source: AsyncIterable<Uint8Array>, start: Uint8Array): Window {
  const iterator = source[Symbol.asyncIterator]();
  let buffer = start;

  const pull = async (): Promise<void> => {
    const next = await iterator.next();
    if (next.done === true) throw malformed('it ends before its last boundary');
    buffer = buffer.length === 0 ? next.value : join(buffer, next.value);
  };

  return {
    async *until(delimiter) {
      for (;;) {
        const at = indexOf(buffer, delimiter);
        if (at !== -1) {
          const found = buffer.subarray(0, at);
          buffer = buffer.subarray(at + delimiter.length);
          if (found.length > 0) yield found;
          return;
        }
        // The end of the buffer may be the beginning of the delimiter.
        const safe = Math.max(0, buffer.length - delimiter.length + 1);
        const ready = buffer.subarray(0, safe);
        buffer = buffer.subarray(safe);
        if (ready.length > 0) yield ready;
        await pull();
      }
    },
    async take(count) {
      while (buffer.length < count) await pull();
      const taken = buffer.subarray(0, count);
      buffer = buffer.subarray(count);
      return taken;
    },
  };
}

/** After a boundary: `--` ends the body, a line end starts a part. */
async function startsPart(window: Window): Promise<boolean> {
  let [first, second] = await window.take(2);
  // Spaces may follow a boundary.
  while (first === 32 || first === 9) [first, second] = [second, ...(await window.take(1))];
  if (first === DASH && second === DASH) return false;
  if (first === RETURN && second === 10) return true;
  throw malformed('a boundary is not followed by a line end');
}

function parseHeader(header: string): { name: string; filename: string | undefined; contentType: string } {
  const fields = new Map<string, string>();
  for (const line of header.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = fields.get('content-disposition') ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) throw malformed('a part has no name in its Content-Disposition');
  const filename = parameterOf(disposition, 'filename');
  return {
    name,
    filename,
    contentType: fields.get('content-type') ?? (filename === undefined ? 'text/plain' : 'application/octet-stream'),
  };
}

function parameterOf(disposition: string, name: string): string | undefined {
  const extended = new RegExp(`;\\s*${name}\\*=utf-8''([^;]+)`, 'i').exec(disposition)?.[1];
  if (extended !== undefined) return decodePercent(extended);
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(disposition);
  const quoted = match?.[1];
  // Browsers escape a quote as %22 and a line end as %0D%0A; other senders use a backslash.
  if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, '$1').replace(/%(22|0D|0A)/gi, decodePercent);
  return match?.[2];
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

async function readText(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  let all: Uint8Array = EMPTY;
  for await (const chunk of bytes) {
    all = join(all, chunk);
    if (all.length > limit) throw malformed(`the header of a part is larger than ${limit} bytes`);
  }
  return new TextDecoder().decode(all);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** The built-in search for one byte is native code; only its hits are compared. */
function indexOf(bytes: Uint8Array, pattern: Uint8Array): number {
  const first = pattern[0] ?? RETURN;
  const last = bytes.length - pattern.length;
  for (let at = bytes.indexOf(first); at !== -1 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let length = 1;
    while (length < pattern.length && bytes[at + length] === pattern[length]) length += 1;
    if (length === pattern.length) return at;
  }
  return -1;
}

function malformed(reason: string): Error {
  return badRequest('malformed_multipart', `The multipart body cannot be read: ${reason}.`);
}
