import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileChunks } from './file-chunks.node.js';
import { fileSourceOfValue, invalidFile, type FileSource } from './file-source.js';

/**
 * The file behind an `Uploadable`; `field` is its name in messages. A string is a path.
 * @throws ValidationError when there is no such file, it is not a file, or the value is none of the accepted kinds.
 */
export async function fileSource(value: unknown, field: string): Promise<FileSource> {
  if (typeof value === 'string') return fromPath(value, field);
  const source = fileSourceOfValue(value, field);
  if (source !== undefined) return source;
  throw invalidFile(
    field,
    `is ${value === null ? 'null' : typeof value}, which is no file.`,
    'Pass a path, bytes (Buffer, Uint8Array, ArrayBuffer), a Blob or File, a stream, or { open, filename, size }.',
  );
}

async function fromPath(path: string, field: string): Promise<FileSource> {
  const stats = await stat(path).catch((error: unknown) => {
    const reason = codeOf(error) === 'ENOENT' ? 'does not exist' : `cannot be read (${codeOf(error)})`;
    throw invalidFile(
      field,
      `${JSON.stringify(path)} ${reason}.`,
      `Check the path; it is taken from ${process.cwd()}.`,
    );
  });
  if (stats.isDirectory()) {
    throw invalidFile(field, `${JSON.stringify(path)} is a directory.`, `Pack it: tar -czf model.tar.gz -C ${path} .`);
  }
  if (!stats.isFile()) {
    throw invalidFile(field, `${JSON.stringify(path)} is no regular file.`, 'Pass a stream for pipes and devices.');
  }
  return {
    filename: basename(path),
    size: stats.size,
    replayable: true,
    head: (count) => readPathHead(path, count, field),
    open: (reader) => fileChunks(path, reader),
  };
}

async function readPathHead(path: string, count: number, field: string): Promise<Uint8Array> {
  const handle = await open(path).catch((error: unknown) => {
    throw invalidFile(field, `${JSON.stringify(path)} cannot be opened (${codeOf(error)}).`);
  });
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** `ENOENT`: what the file system says, else the message. */
function codeOf(error: unknown): string {
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  return code ?? message ?? String(error);
}
