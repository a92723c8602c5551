import { fileSourceOfValue, invalidFile, type FileSource } from './file-source.js';

/**
 * The file behind an `Uploadable`; `field` is its name in messages.
 * @throws ValidationError for a path, which needs Node, and for a value that is none of the accepted kinds.
 */
export async function fileSource(value: unknown, field: string): Promise<FileSource> {
  if (typeof value === 'string') {
    throw invalidFile(
      field,
      `is the path ${JSON.stringify(value)}; paths can be opened on Node only.`,
      'Pass a File, a Blob, bytes or a stream.',
    );
  }
  const source = fileSourceOfValue(value, field);
  if (source !== undefined) return source;
  throw invalidFile(
    field,
    `is ${value === null ? 'null' : typeof value}, which is no file.`,
    'Pass a File, a Blob, bytes (Uint8Array or ArrayBuffer), a stream, or { open, filename, size }.',
  );
}
