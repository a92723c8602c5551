import { ValidationError } from '../errors.js';
import type { PartSpec } from '../operation.js';
import type { BodyReader, BodySource } from './body-source.js';
import { fileSource } from './file-source.node.js';
import type { FileSource } from './file-source.js';
import { formParts, withProgress, type FormPart, type MultipartOptions } from './multipart-fields.js';

/**
 * A multipart form as a stream with constant memory. Its size is known when the size of every file is.
 * @throws ValidationError for missing parts and for values that are no file.
 */
export async function multipartBody(
  specs: readonly PartSpec[],
  fields: Readonly<Record<string, unknown>>,
  options: MultipartOptions = {},
): Promise<BodySource> {
  const [parts, { default: FormData }] = await Promise.all([formParts(specs, fields, fileSource), import('form-data')]);
  const files = parts.flatMap((part) => ('file' in part ? [part.file] : []));
  const form = new FormData();
  const placeholder = Buffer.from(`\0${form.getBoundary()}\0`);
  for (const part of parts) {
    if ('text' in part) form.append(part.name, part.text);
    else form.append(part.name, placeholder, { filename: part.file.filename });
  }
  const pieces = splitForm(form.getBuffer(), placeholder, parts);
  const size = files.every((file) => file.size !== undefined)
    ? pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.byteLength : (piece.size ?? 0)), 0)
    : undefined;

  return {
    contentType: `multipart/form-data; boundary=${form.getBoundary()}`,
    ...(size === undefined ? {} : { size }),
    replayable: files.every((file) => file.replayable),
    open: (attempt, reader) => withProgress(send(pieces, reader), { ...options, total: size, attempt }),
  };
}

type Piece = Uint8Array | FileSource;

/**
 * The form's own bytes, as form-data writes them, with the files in between. Sent through form-data's streams, a
 * file would cost twice the processor time.
 */
function splitForm(form: Uint8Array, placeholder: Buffer, parts: readonly FormPart[]): Piece[] {
  const pieces: Piece[] = [];
  const bytes = Buffer.from(form);
  let from = 0;
  for (const part of parts) {
    if ('text' in part) continue;
    const at = bytes.indexOf(placeholder, from);
    pieces.push(bytes.subarray(from, at), part.file);
    from = at + placeholder.byteLength;
  }
  pieces.push(bytes.subarray(from));
  return pieces;
}

async function* send(pieces: readonly Piece[], reader: BodyReader | undefined): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* exactly(piece, reader);
  }
}

/** The file's bytes; fails when their number is not what the request's Content-Length was made from. */
async function* exactly(file: FileSource, reader: BodyReader | undefined): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const chunk of file.open(reader)) {
    sent += chunk.byteLength;
    if (file.size !== undefined && sent > file.size) break;
    yield chunk;
  }
  if (file.size === undefined || sent === file.size) return;
  throw new ValidationError(
    `${file.filename} has ${sent > file.size ? 'more than' : `only ${sent} of`} the ${file.size} bytes announced for it.`,
    { hint: 'Leave the file alone until the upload has ended, or give the right size.' },
  );
}
