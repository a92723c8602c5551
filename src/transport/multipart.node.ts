import { PassThrough, Readable } from 'node:stream';
import { ValidationError } from '../errors.js';
import type { PartSpec } from '../operation.js';
import type { BodySource } from './body-source.js';
import { fileSource } from './file-source.node.js';
import { UPLOAD_CHUNK_BYTES, type FileSource } from './file-source.js';
import { formParts, withProgress, type FormPart, type MultipartOptions } from './multipart-fields.js';

type FormDataClass = typeof import('form-data');

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

  // The form is built once to learn its boundary and size, then anew for each attempt.
  const outline = buildForm(FormData, parts, { boundary: undefined, content: () => Buffer.alloc(0) });
  const boundary = outline.getBoundary();
  const size = files.every((file) => file.size !== undefined) ? outline.getLengthSync() : undefined;

  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    ...(size === undefined ? {} : { size }),
    replayable: files.every((file) => file.replayable),
    open: (attempt) => withProgress(send(FormData, parts, boundary), { ...options, total: size, attempt }),
  };
}

async function* send(
  FormData: FormDataClass,
  parts: readonly FormPart[],
  boundary: string,
): AsyncGenerator<Uint8Array> {
  const opened: Readable[] = [];
  const output = new PassThrough({ highWaterMark: UPLOAD_CHUNK_BYTES });
  const form = buildForm(FormData, parts, {
    boundary,
    content: (file) => {
      const stream = Readable.from(exactly(file), { objectMode: false, highWaterMark: UPLOAD_CHUNK_BYTES });
      opened.push(stream);
      return stream;
    },
  });
  form.on('error', (error) => output.destroy(error));
  form.pipe(output);
  try {
    for await (const chunk of output) yield chunk as Uint8Array;
  } finally {
    // Also when the reader leaves early: nothing may keep a file open.
    for (const stream of opened) stream.destroy();
    output.destroy();
  }
}

interface FormContent {
  boundary: string | undefined;
  content: (file: FileSource) => Readable | Buffer;
}

function buildForm(FormData: FormDataClass, parts: readonly FormPart[], { boundary, content }: FormContent) {
  const form = new FormData({ maxDataSize: Infinity });
  if (boundary !== undefined) form.setBoundary(boundary);
  for (const part of parts) {
    if ('text' in part) {
      form.append(part.name, part.text);
      continue;
    }
    const { filename, size } = part.file;
    form.append(part.name, content(part.file), { filename, ...(size === undefined ? {} : { knownLength: size }) });
  }
  return form;
}

/** The file's bytes; fails when their number is not what the request's Content-Length was made from. */
async function* exactly(file: FileSource): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const chunk of file.open()) {
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
