import type { BlobRecord } from '../records.js';
import { copyOf, recordsOf, type CopyRun } from './parts.js';

/** Copies the objects of a bucket with their files: both have lives of their own from then on. */
export async function copyObjects(bucketId: string, run: CopyRun): Promise<void> {
  const { source, state, tx, ids, services } = run;
  for (const object of recordsOf(state, 'objects', source.id)) {
    if (object.bucket_id !== bucketId) continue;
    ids.set(object.id, services.id('obj'));
    const blobs: BlobRecord[] = [];
    for (const blob of object.blobs) blobs.push({ ...blob, file_id: await copyFile(blob.file_id, run) });
    tx.put('objects', { ...copyOf(object, run), blobs });
  }
}

async function copyFile(fileId: string | null, run: CopyRun): Promise<string | null> {
  const { state, tx, ids, services } = run;
  const file = fileId === null ? undefined : state.get('storedFiles', fileId);
  if (file === undefined) return null;
  const id = services.id('file');
  ids.set(file.id, id);
  const { archive } = await services.files.keep(services.files.open(file.archive), id);
  tx.put('storedFiles', { ...copyOf(file, run), archive });
  return id;
}
