import type { JobContext } from '../context.js';

/**
 * Deletes those files that no object and no upload holds any more.
 * `holders` are the objects and uploads that are about to let go of them.
 */
export function releaseFiles(
  { state, tx }: Pick<JobContext, 'state' | 'tx'>,
  { fileIds, holders }: { readonly fileIds: readonly string[]; readonly holders: readonly string[] },
): void {
  if (fileIds.length === 0) return;
  const leaving = new Set(holders);
  const held = new Set<string>();
  const hold = (id: string | null): void => {
    if (id !== null) held.add(id);
  };
  // The predicate sees every record without copying it.
  state.ids('objects', (object) => {
    if (!leaving.has(object.id)) for (const blob of object.blobs) hold(blob.file_id);
    return false;
  });
  state.ids('bucketUploads', (upload) => {
    if (!leaving.has(upload.id)) hold(upload.file_id);
    return false;
  });
  for (const id of new Set(fileIds)) if (!held.has(id)) tx.delete('storedFiles', id);
}
