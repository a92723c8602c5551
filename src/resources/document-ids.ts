import type { UpsertDocument } from '../generated/schemas.js';

/** Gives an id to every document that has none: a repeated request then writes the same documents, not further ones. */
export function withDocumentIds(documents: UpsertDocument[]): UpsertDocument[] {
  return documents.every(hasId) ? documents : documents.map(withDocumentId);
}

export function withDocumentId(document: UpsertDocument): UpsertDocument {
  return hasId(document) ? document : { ...document, document_id: `doc_${globalThis.crypto.randomUUID()}` };
}

const hasId = (document: UpsertDocument): boolean => document.document_id !== undefined;
