import { bm25, inverseDocumentFrequency } from './bm25.js';
import type { Visit } from './types.js';
import type { Tokenizer } from './tokenizer.js';

/** Slots of removed texts that may pile up before the postings are written anew. */
const DEAD_SLOTS_ALLOWED = 1024;

interface Posting {
  /** Living texts that contain the term. */
  documents: number;
  /** Slot, frequency, slot, frequency, ... in order of slots; plain arrays of small integers take least memory. */
  entries: number[];
}

/**
 * Term -> postings for one field. Each text gets the next slot; a removed text leaves a dead slot behind,
 * and the postings are compacted when those outnumber the living.
 */
export class TextIndex {
  readonly #tokenizer: Tokenizer;
  #postings = new Map<string, Posting>();
  /** Slot -> document number, -1 when dead. */
  #owners: number[] = [];
  #lengths: number[] = [];
  #slotOf = new Map<number, number>();
  #totalLength = 0;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** Documents with at least one token. */
  get size(): number {
    return this.#slotOf.size;
  }

  add(owner: number, texts: readonly string[]): void {
    const tokens = this.#tokens(texts);
    if (tokens.length === 0) return;
    const slot = this.#owners.length;
    this.#owners.push(owner);
    this.#lengths.push(tokens.length);
    this.#slotOf.set(owner, slot);
    this.#totalLength += tokens.length;
    for (const [term, frequency] of countTokens(tokens)) {
      const posting = this.#postings.get(term);
      if (posting === undefined) this.#postings.set(term, { documents: 1, entries: [slot, frequency] });
      else {
        posting.documents++;
        posting.entries.push(slot, frequency);
      }
    }
  }

  /** Takes a document out; `texts` are those it was added with. */
  remove(owner: number, texts: readonly string[]): void {
    const slot = this.#slotOf.get(owner);
    if (slot === undefined) return;
    this.#slotOf.delete(owner);
    this.#owners[slot] = -1;
    this.#totalLength -= this.#lengths[slot] as number;
    for (const term of new Set(this.#tokens(texts))) {
      const posting = this.#postings.get(term);
      if (posting === undefined) continue;
      posting.documents--;
      if (posting.documents === 0) this.#postings.delete(term);
    }
    if (this.#owners.length - this.size > Math.max(DEAD_SLOTS_ALLOWED, this.size)) this.#compact();
  }

  /** Calls `visit` with what each matching term adds to a document's score. */
  score(query: string, visit: Visit): void {
    const averageLength = this.#totalLength / this.size;
    for (const term of new Set(this.#tokenizer.query(query))) {
      const posting = this.#postings.get(term);
      if (posting === undefined) continue;
      const idf = inverseDocumentFrequency(this.size, posting.documents);
      for (let i = 0; i < posting.entries.length; i += 2) {
        const slot = posting.entries[i] as number;
        const owner = this.#owners[slot] as number;
        if (owner === -1) continue;
        const frequency = posting.entries[i + 1] as number;
        visit(bm25(idf, { frequency, length: this.#lengths[slot] as number, averageLength }), owner);
      }
    }
  }

  #tokens(texts: readonly string[]): string[] {
    return texts.flatMap((text) => this.#tokenizer.document(text));
  }

  #compact(): void {
    const renumbered = new Map<number, number>();
    const owners: number[] = [];
    const lengths: number[] = [];
    this.#owners.forEach((owner, slot) => {
      if (owner === -1) return;
      renumbered.set(slot, owners.length);
      this.#slotOf.set(owner, owners.length);
      owners.push(owner);
      lengths.push(this.#lengths[slot] as number);
    });
    for (const posting of this.#postings.values()) {
      const entries: number[] = [];
      for (let i = 0; i < posting.entries.length; i += 2) {
        const slot = renumbered.get(posting.entries[i] as number);
        if (slot !== undefined) entries.push(slot, posting.entries[i + 1] as number);
      }
      posting.entries = entries;
    }
    this.#owners = owners;
    this.#lengths = lengths;
  }
}

function countTokens(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
