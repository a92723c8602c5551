import type { ResponseInfo } from '../call.js';
import { DecodeError } from '../errors.js';
import type { Operation, ResponseShape } from '../operation.js';
import { readRequestId } from './failure.js';
import type { Redactor } from './redact.js';
import type { SentResponse } from './sender.js';

const EXCERPT_CHARS = 200;

/** The envelope; its `Headers` are made when asked for. */
export function toResponseInfo(sent: SentResponse): ResponseInfo {
  return new Envelope(sent);
}

class Envelope implements ResponseInfo {
  readonly status: number;
  readonly url: string;
  readonly #sent: SentResponse;
  #headers: Headers | undefined;

  constructor(sent: SentResponse) {
    this.status = sent.status;
    this.url = sent.url;
    this.#sent = sent;
  }

  get headers(): Headers {
    return (this.#headers ??= this.#sent.toHeaders());
  }
}

export interface Decoding {
  readonly redactor: Redactor;
  /** Reads JSON in place of `JSON.parse`, as for vectors. */
  readonly parse?: ((bytes: Uint8Array) => unknown) | undefined;
}

/**
 * Reads a success by what the row says it carries: JSON in the documented shape, text, bytes, or nothing.
 * @throws DecodeError when the body is not what it should be.
 */
export function decodeResponse(sent: SentResponse, row: Operation, { redactor, parse }: Decoding): unknown {
  if (row.response === 'none' || sent.status === 204) return undefined;
  if (row.response === 'binary') return sent.bytes();
  if (row.response === 'text') return sent.text();
  if (parse !== undefined) {
    const bytes = sent.bytes();
    if (isNothing(bytes.byteLength, sent)) return undefined;
    return applyShape(
      tryParse(() => parse(bytes), { sent, row, redactor }),
      row.shape,
    );
  }
  const text = sent.text();
  if (isNothing(text.length, sent)) return undefined;
  return applyShape(
    tryParse(() => JSON.parse(text) as unknown, { sent, row, redactor }),
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

function tryParse(read: () => unknown, { sent, row, redactor }: Parsing): unknown {
  try {
    return read();
  } catch {
    const type = sent.headers.get('content-type') ?? 'no content type';
    throw new DecodeError(`${row.id}: the answer (${sent.status}, ${type}) is not complete JSON.`, {
      status: sent.status,
      requestId: readRequestId(sent.headers),
      excerpt: redactor.text(sent.text()).slice(0, EXCERPT_CHARS),
      hint: type.includes('html') ? 'Check that baseUrl is the address of the service, not of a web page.' : undefined,
    });
  }
}

/** Brings the known older shapes of an answer to the documented one. */
export function applyShape(body: unknown, shape: ResponseShape | undefined): unknown {
  if (shape === undefined || !isObject(body)) return body;
  const inner = shape.unwrap === undefined ? undefined : body[shape.unwrap];
  const result = isObject(inner) ? inner : body;
  let renamed: Record<string, unknown> | undefined;
  for (const older in shape.rename) {
    const documented = shape.rename[older] ?? older;
    if (!(older in result) || documented in result) continue;
    renamed ??= { ...result };
    renamed[documented] = renamed[older];
    Reflect.deleteProperty(renamed, older);
  }
  return renamed ?? result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
