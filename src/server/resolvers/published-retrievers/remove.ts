import type { StateReader, Transaction } from '../../context.js';
import type { PublicationRecord } from '../../records.js';

interface Scope {
  readonly state: StateReader;
  readonly tx: Transaction;
}

/** Takes a publication away, with the page that came with it. */
export function removePublication({ id, page_id: pageId }: PublicationRecord, { tx }: Scope): void {
  if (pageId !== null) tx.delete('pages', pageId);
  tx.delete('publications', id);
}

/** The tables whose records mean nothing without their retriever. */
const OWNED = ['publications', 'keys', 'fusionWeights', 'fusionTraces', 'fusionActivity', 'evaluations'] as const;

/** What goes with a retriever: its publication and keys, what it learned, how it was measured. Listings leave the catalogue. */
export function removeSurroundings(retrieverId: string, { state, tx }: Scope): void {
  const isOwned = (record: { retriever_id: string | null }): boolean => record.retriever_id === retrieverId;
  for (const publication of state.list('publications'))
    if (isOwned(publication)) removePublication(publication, { state, tx });
  for (const table of OWNED) for (const id of state.ids(table, isOwned)) tx.delete(table, id);
  tx.delete('fusionSettings', retrieverId);
  for (const listing of state.list('listings')) {
    if (isOwned(listing)) tx.put('listings', { ...listing, status: 'archived' });
  }
}
