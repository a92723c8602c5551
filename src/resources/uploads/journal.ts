import { openJournalFile } from '#journal-file';
import { ConfigError } from '../../errors.js';
import type { UploadJournal } from './upload-journal.js';

/** A file that is done. */
export interface JournalEntry {
  readonly key: string;
  readonly file_size_bytes: number;
  readonly upload_id: string;
  readonly object_id: string | null;
}

export function toJournal(journal: string | UploadJournal): UploadJournal {
  if (typeof journal === 'string') return openJournalFile(journal);
  const given = journal as Partial<UploadJournal> | null;
  if (typeof given?.read === 'function' && typeof given.append === 'function') return journal;
  throw new ConfigError('journal must be a path, or an object with read() and append(line).', { option: 'journal' });
}

/** What is done, by key. A line that a killed process left unfinished is passed over. */
export async function readEntries(journal: UploadJournal): Promise<Map<string, JournalEntry>> {
  const entries = new Map<string, JournalEntry>();
  for (const line of await journal.read()) {
    const entry = parse(line);
    if (entry !== undefined) entries.set(entry.key, entry);
  }
  return entries;
}

function parse(line: string): JournalEntry | undefined {
  try {
    const value = JSON.parse(line) as Partial<JournalEntry> | null;
    return typeof value?.key === 'string' && typeof value.upload_id === 'string' ? (value as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}
