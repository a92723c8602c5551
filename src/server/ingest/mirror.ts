import { fetchFile } from '../blobs.js';
import { toChunks } from '../bytes.js';
import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { Problem } from '../problem.js';
import type { BlobRecord, ObjectRecord, StoredFileRecord } from '../records.js';
import { fileNameOf } from './read-blobs.js';
import { releaseFiles } from './stored-files.js';

/**
 * Copies the files of blobs that have a URL, once the object is committed. A host that this server does not reach, and
 * a file that does not come, leave the URL as it is: whatever reads the blob says so.
 */
export function mirrorBlobs({ tx, services }: JobContext, object: ObjectRecord, blobIds: readonly string[]): void {
  for (const blob of object.blobs) {
    if (!blobIds.includes(blob.blob_id) || blob.url === null) continue;
    const url = blob.url;
    tx.afterCommit(async (signal) => {
      const file = await copyFile(url, { object, services, signal });
      return file === undefined ? undefined : (context) => attach(file, { object, blob, context });
    });
  }
}

interface Source {
  readonly object: ObjectRecord;
  readonly services: JobContext['services'];
  readonly signal: AbortSignal;
}

async function copyFile(url: string, { object, services, signal }: Source): Promise<StoredFileRecord | undefined> {
  try {
    const { bytes, contentType } = await fetchFile(url, { services, signal });
    const id = services.id('file');
    const kept = await services.files.keep(toChunks(bytes), id);
    return {
      id,
      namespace_id: object.namespace_id,
      bucket_id: object.bucket_id,
      filename: fileNameOf(url) ?? id,
      content_type: contentType,
      ...kept,
      source_url: url,
      created_at: isoTime(services.clock.now()),
    };
  } catch (error) {
    // Refused addresses are Problems; `fetch` throws a TypeError when nobody answers, and DOMExceptions for its limits.
    if (error instanceof Problem || error instanceof TypeError || error instanceof DOMException) return undefined;
    throw error;
  }
}

interface Target {
  readonly object: ObjectRecord;
  readonly blob: BlobRecord;
  readonly context: JobContext;
}

/** The object may have changed, or be gone, while its file was copied. */
function attach(file: StoredFileRecord, { object, blob, context }: Target): void {
  const current = context.state.get('objects', object.id);
  const place = current?.blobs.findIndex(({ blob_id: id }) => id === blob.blob_id) ?? -1;
  const found = current?.blobs[place];
  if (current === undefined || found === undefined || found.url !== file.source_url) return;
  const details = { filename: file.filename, size_bytes: file.size, mime_type: file.content_type, hash: file.sha256 };
  context.tx.put('storedFiles', file);
  context.tx.put('objects', {
    ...current,
    blobs: current.blobs.with(place, { ...found, file_id: file.id, details }),
  });
  if (found.file_id !== null) releaseFiles(context, { fileIds: [found.file_id], holders: [current.id] });
}
