import { ConfigError } from '../../errors.js';
import type { UploadJournal } from './upload-journal.js';

/** @throws ConfigError since there are no files here */
export function openJournalFile(path: string): UploadJournal {
  throw new ConfigError(`journal is the path ${JSON.stringify(path)}, and there are no files here.`, {
    option: 'journal',
    hint: 'Pass an object with read() and append(line) instead.',
  });
}
