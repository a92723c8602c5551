import type { ReceivedFile } from '../../context.js';
import { badRequest } from '../../problem.js';
import { checkArchive } from '../models/check-archive.js';

const ZIP_MAGIC = [0x50, 0x4b] as const;

/** An app comes as a zip archive, or as a gzip archive of a tar. */
export async function checkBundle(file: Pick<ReceivedFile, 'open' | 'filename' | 'size'>): Promise<void> {
  const first: number[] = [];
  for await (const chunk of file.open()) {
    first.push(...chunk.subarray(0, ZIP_MAGIC.length - first.length));
    if (first.length >= ZIP_MAGIC.length) break;
  }
  if (ZIP_MAGIC.every((byte, index) => first[index] === byte)) return;
  await checkArchive(file).catch(() => {
    throw badRequest('invalid_bundle', 'The bundle is neither a zip archive nor a gzip archive of a tar.');
  });
}
