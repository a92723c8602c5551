import type { Compression, UploadProgress, VectorPrecision } from '../call.js';
import { isMixpeekError, ValidationError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { BodySource } from './body-source.js';
import { checkJson } from './check-json.js';

interface BodyOptions {
  onProgress?: OnProgress | undefined;
  vectorPrecision?: VectorPrecision | undefined;
  compression?: Compression | undefined;
}

type OnProgress = (progress: UploadProgress) => void;

/**
 * The body of a row's request, `undefined` when there is none. Kinds that only some rows need are loaded when used.
 * @throws ValidationError when the input cannot be written.
 */
export function createBody(
  row: Operation,
  input: unknown,
  options: BodyOptions = {},
): BodySource | undefined | Promise<BodySource> {
  const spec = row.body;
  if (spec === undefined) return undefined;
  if (spec.kind === 'json') {
    if (input === undefined && spec.required === undefined) return undefined;
    const source =
      spec.encode === 'documents' ? documents(toFields(input), options.vectorPrecision) : json(input ?? {});
    return options.compression === 'gzip' ? gzip(source) : source;
  }
  if (input === undefined && spec.kind !== 'multipart') {
    if (spec.required === undefined) return undefined;
    throw new ValidationError(`${row.id} needs a body.`, {
      fieldErrors: [{ path: '', message: 'is required', location: 'body' }],
    });
  }
  if (spec.kind === 'multipart') return multipart(row, toFields(input), options.onProgress);
  return spec.kind === 'ndjson' ? ndjson(input) : binary(input);
}

/** Gives errors of a body that is being read a name of this package, unless they have one. */
export function toBodyError(error: unknown): Error {
  if (isMixpeekError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ValidationError(`The request body could not be written: ${reason}`, {
    cause: error,
    fieldErrors: [{ path: '', message: reason, location: 'body' }],
  });
}

async function gzip(source: BodySource | Promise<BodySource>): Promise<BodySource> {
  const { gzipBody } = await import('./compressed-body.js');
  return gzipBody(await source);
}

/** Writing the digits of typed vectors takes code that other requests do without. */
function json(input: unknown): BodySource | Promise<BodySource> {
  return checkJson(input) ? jsonWithVectors(input) : jsonText(JSON.stringify(input));
}

async function jsonWithVectors(input: unknown): Promise<BodySource> {
  const { encodeJson } = await import('./json-body.js');
  return jsonText(encodeJson(input));
}

function jsonText(text = 'null'): BodySource {
  return { contentType: 'application/json', replayable: true, open: () => text };
}

async function documents(fields: Record<string, unknown>, precision: VectorPrecision | undefined): Promise<BodySource> {
  const { documentsBody } = await import('./documents-encoder.js');
  try {
    return documentsBody(fields, { float64: precision === 'float64' });
  } catch (error) {
    throw toBodyError(error);
  }
}

async function multipart(
  row: Operation,
  fields: Record<string, unknown>,
  onProgress: OnProgress | undefined,
): Promise<BodySource> {
  const { multipartBody } = await import('./multipart.js');
  return multipartBody(row.body?.parts ?? [], fields, onProgress === undefined ? {} : { onProgress });
}

async function ndjson(input: unknown): Promise<BodySource> {
  const { ndjsonBody } = await import('./ndjson-body.js');
  return ndjsonBody(input);
}

async function binary(input: unknown): Promise<BodySource> {
  const { binaryBody } = await import('./binary-body.js');
  return binaryBody(input);
}

function toFields(input: unknown): Record<string, unknown> {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  const message = `must be an object, got ${input === null ? 'null' : Array.isArray(input) ? 'an array' : typeof input}`;
  throw new ValidationError(`The body ${message}.`, { fieldErrors: [{ path: '', message, location: 'body' }] });
}
