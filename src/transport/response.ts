import type { ResponseInfo, ResultVectors } from '../call.js';
import { DecodeError } from '../errors.js';
import type { Operation, ResponseShape } from '../operation.js';
import { readRequestId } from './failure.js';
import type { Redactor } from './redact.js';
import type { SentResponse } from './sender.js';

const EXCERPT_CHARS = 200;

/** The envelope; its `Headers` are made when asked for. */
export function toResponseInfo(sent: SentResponse): ResponseInfo {
  let headers: Headers | undefined;
  return {
    status: sent.status,
    url: sent.url,
    get headers() {
      headers ??= sent.toHeaders();
      return headers;
    },
  };
}

/** What decoding needs to know of a call. */
export interface DecodedCall {
  readonly row: Operation;
  readonly settings: { readonly resultVectors?: ResultVectors | undefined };
}

/**
 * Reads a success by what the row says it carries: JSON in the documented shape, bytes, or nothing.
 * @throws DecodeError when the body is not what it should be.
 */
export async function decodeResponse(
  sent: SentResponse,
  { row, settings }: DecodedCall,
  redactor: Redactor,
): Promise<unknown> {
  if (row.response === 'none' || sent.status === 204) {
    sent.discard();
    return undefined;
  }
  if (row.response === 'binary') return sent.bytes();
  if (settings.resultVectors === 'float32') {
    const { parseVectorJson } = await import('./vector-json.js');
    const bytes = await sent.bytes();
    if (isNothing(bytes.byteLength, sent)) return undefined;
    const value = parse(
      () => parseVectorJson(bytes),
      () => new TextDecoder().decode(bytes),
      { sent, row, redactor },
    );
    return applyShape(value, row.shape);
  }
  const text = await sent.text();
  if (isNothing(text.length, sent)) return undefined;
  return applyShape(
    parse(
      () => JSON.parse(text),
      () => text,
      { sent, row, redactor },
    ),
    row.shape,
  );
}

/** No body, and none that was announced. */
function isNothing(length: number, sent: SentResponse): boolean {
  return length === 0 && Number(sent.headers.get('content-length') ?? 0) === 0;
}

interface Parsing {
  sent: SentResponse;
  row: Operation;
  redactor: Redactor;
}

function parse(read: () => unknown, text: () => string, { sent, row, redactor }: Parsing): unknown {
  try {
    return read();
  } catch {
    const type = sent.headers.get('content-type') ?? 'no content type';
    throw new DecodeError(`${row.id}: the answer (${sent.status}, ${type}) is not complete JSON.`, {
      status: sent.status,
      requestId: readRequestId(sent.headers),
      excerpt: redactor.text(text()).slice(0, EXCERPT_CHARS),
      hint: type.includes('html') ? 'Check that baseUrl is the address of the service, not of a web page.' : undefined,
    });
  }
}

/** Brings the known older shapes of an answer to the documented one. */
export function applyShape(body: unknown, shape: ResponseShape | undefined): unknown {
  if (shape === undefined || !isObject(body)) return body;
  const inner = shape.unwrap === undefined ? undefined : body[shape.unwrap];
  const result = isObject(inner) ? inner : body;
  if (shape.rename === undefined) return result;
  const renamed: Record<string, unknown> = { ...result };
  for (const [older, documented] of Object.entries(shape.rename)) {
    if (!(older in renamed) || documented in renamed) continue;
    renamed[documented] = renamed[older];
    Reflect.deleteProperty(renamed, older);
  }
  return renamed;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
