import type { UpsertDocument } from '../generated/schemas.js';

/** Gives an id to every document that has none: a repeated request then writes the same documents, not further ones. */
export function withDocumentIds(documents: UpsertDocument[]): UpsertDocument[] {
  if (documents.every((document) => document.document_id !== undefined)) return documents;
  return documents.map((document) =>
    document.document_id === undefined
      ? { ...document, document_id: `doc_${globalThis.crypto.randomUUID()}` }
      : document,
  );
}
