import type { EngineDocument, NamespaceIndex } from './engine/index.js';

/** A document as the server keeps it. */
export interface StoredDocument extends EngineDocument {
  created_at: string;
  updated_at: string;
}

/**
 * The documents of one namespace: the newest state, and the state that a plain read may see.
 * Without a consistency lag both are the same index.
 */
export interface DocumentSpace {
  /** The index that reads of this view use; brought up to the clock's time first. */
  view(view: 'head' | 'replica'): NamespaceIndex;
  /** Times of a document in the head. */
  times(id: string): { created_at: string; updated_at: string } | undefined;
}
