import type { StoredDocument } from '../document-space.js';
import { mapReferences } from '../resource-kinds/references.js';
import { dateFilter, type MigrationSettings } from './config.js';
import type { CopyRun } from './parts.js';

/** Documents are staged in groups of this many. */
const GROUP = 1000;

/** Stages copies of the documents with their vectors, ids and times; what they say of copied resources names the copies. */
export function copyDocuments(settings: MigrationSettings, { source, target, state, tx, ids }: CopyRun): number {
  const space = state.documents(source.id);
  const isWanted = dateFilter(settings);
  let group: StoredDocument[] = [];
  let count = 0;
  for (const document of space.view('head').documents()) {
    const times = space.times(document.id) ?? { created_at: source.created_at, updated_at: source.updated_at };
    if (!isWanted(times.created_at)) continue;
    const payload = mapReferences(document.payload, ({ value }) => ids.get(value) ?? value);
    group.push({ ...document, payload, ...times });
    count += 1;
    if (group.length < GROUP) continue;
    tx.putDocuments(target.id, group);
    group = [];
  }
  tx.putDocuments(target.id, group);
  return count;
}
