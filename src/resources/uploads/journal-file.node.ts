import { appendFile, readFile } from 'node:fs/promises';
import type { UploadJournal } from './upload-journal.js';

/** A file with a line for each thing that is done. It is made by the first line. */
export function openJournalFile(path: string): UploadJournal {
  return {
    async read() {
      try {
        return (await readFile(path, 'utf8')).split('\n');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    },
    // Each line begins anew, so that one that was cut off spoils none after it.
    append: (line) => appendFile(path, `\n${line}\n`, { flush: true }),
  };
}
