import { decompress } from '../../bytes.js';
import { badRequest, type Problem } from '../../problem.js';
import type { ReceivedFile } from '../../context.js';
import { countTarFiles } from './tar-entries.js';

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * Reads an archive to its end: it has to un-gzip, and to hold at least one file as tar. Constant memory.
 *
 * @throws Problem 400 `invalid_archive`
 */
export async function checkArchive(file: Pick<ReceivedFile, 'open' | 'filename' | 'size'>): Promise<void> {
  if (file.size === 0) throw invalid(file.filename, 'it is empty');
  await checkMagic(file);
  const entries = await countTarFiles(decompress(file.open(), 'gzip')).catch((error: unknown) => {
    throw invalid(file.filename, error instanceof Error ? error.message : String(error));
  });
  if (entries === 0) throw invalid(file.filename, 'the tar inside it holds no files');
}

async function checkMagic(file: Pick<ReceivedFile, 'open' | 'filename'>): Promise<void> {
  const first: number[] = [];
  for await (const chunk of file.open()) {
    first.push(...chunk.subarray(0, GZIP_MAGIC.length - first.length));
    if (first.length >= GZIP_MAGIC.length) break;
  }
  if (GZIP_MAGIC.some((byte, index) => first[index] !== byte)) {
    throw invalid(file.filename, 'it does not start like a gzip file (1f 8b)');
  }
}

const invalid = (name: string, reason: string): Problem =>
  badRequest(
    'invalid_archive',
    `"${name}" is not a gzipped tar archive: ${reason}. Make one with: tar -czf model.tar.gz <files>`,
    { filename: name },
  );
