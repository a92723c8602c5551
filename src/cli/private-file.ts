// In the command, as CommonJS, these are loaded by the first use: most runs write no file.
import { promises as files } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner can read, in a folder that only its owner can open. Replaced whole, by rename: a
 * reader sees the old file or the new one.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await files.mkdir(folder, { recursive: true, mode: 0o700 });
  await files.chmod(folder, 0o700);
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await files.open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await files.rename(temporary, path).catch(async (error: unknown) => {
    await files.rm(temporary, { force: true });
    throw error;
  });
}
