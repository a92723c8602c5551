import type { PartSpec } from '../operation.js';
import type { BodySource } from './body-source.js';
import { fileSource } from './file-source.default.js';
import { fileSourceOfValue, type FileSource } from './file-source.js';
import { formParts, withProgress, type MultipartOptions } from './multipart-fields.js';

/**
 * A multipart form where there is no Node: the platform's `FormData` in a Blob. A Blob or File is not read into memory
 * by this; a stream is, because such a platform cannot send one.
 * @throws ValidationError for missing parts, for paths, and for values that are no file.
 */
export async function multipartBody(
  specs: readonly PartSpec[],
  fields: Readonly<Record<string, unknown>>,
  options: MultipartOptions = {},
): Promise<BodySource> {
  const form = new FormData();
  for (const part of await formParts(specs, fields, fileSource)) {
    if ('text' in part) form.append(part.name, part.text);
    else form.append(part.name, await toBlob(fields[part.name], part.file), part.file.filename);
  }
  // A Response is the platform's own multipart encoder.
  const encoded = new Response(form);
  const contentType = encoded.headers.get('content-type') ?? 'multipart/form-data';
  const blob = await encoded.blob();
  return {
    contentType,
    size: blob.size,
    replayable: true,
    open: (attempt) => withProgress(chunksOf(blob), { ...options, total: blob.size, attempt }),
  };
}

async function toBlob(value: unknown, file: FileSource): Promise<Blob> {
  if (value instanceof Blob) return value;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of file.open()) chunks.push(new Uint8Array(chunk));
  return new Blob(chunks);
}

function chunksOf(blob: Blob): AsyncIterable<Uint8Array> {
  return (fileSourceOfValue(blob, 'body') as FileSource).open();
}
