import type { SentResponse } from './sender.js';

/** A response that is kept, and for whom it holds. */
export interface StoredAnswer {
  readonly sent: SentResponse;
  readonly requestId: string | undefined;
  /** Its `ETag`, to ask whether it still holds. */
  readonly etag: string | null;
  /** When it was asked for, in milliseconds since the epoch. */
  readonly askedAt: number;
  /** The count of writes that it was asked for at. */
  readonly writes: number;
  /** The write token that it was read with. */
  readonly writeToken: string | undefined;
  readonly bytes: number;
}

export interface AnswerStoreOptions {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** Answers by key; those not used for the longest time go first. */
export interface AnswerStore {
  get(key: string): StoredAnswer | undefined;
  set(key: string, answer: StoredAnswer): void;
  delete(key: string): void;
}

export function createAnswerStore({ maxEntries, maxBytes }: AnswerStoreOptions): AnswerStore {
  // A map keeps the order in which keys were set: the first is the one not used for the longest time.
  const answers = new Map<string, StoredAnswer>();
  let bytes = 0;

  function remove(key: string): void {
    bytes -= answers.get(key)?.bytes ?? 0;
    answers.delete(key);
  }

  return {
    get(key) {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    set(key, answer) {
      remove(key);
      if (answer.bytes > maxBytes) return;
      answers.set(key, answer);
      bytes += answer.bytes;
      for (const oldest of answers.keys()) {
        if (answers.size <= maxEntries && bytes <= maxBytes) return;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
