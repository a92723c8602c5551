/**
 * Finds the write whose token covers a whole run.
 *
 * A token is known to cover its own write and whatever was acknowledged before that write was sent; of writes that were
 * under way at the same time it may say nothing. So the last token seals the run when nothing was acknowledged between
 * the sending of its write and its answer. The engine sends the last batch alone for that.
 */
export interface Seal {
  /** Called when a write is sent; its result is handed to `acknowledged`. */
  sent(): number;
  acknowledged(sentAfter: number, token: string | undefined): void;
  /** Tokens are in play, or may be: no write was acknowledged so far. */
  readonly matters: boolean;
  /** The token that covers every acknowledged write; `undefined` when there is none. */
  readonly token: string | undefined;
}

export function createSeal(): Seal {
  let acknowledged = 0;
  let hasTokens = false;
  let token: string | undefined;
  return {
    sent: () => acknowledged,
    acknowledged(sentAfter, given) {
      hasTokens ||= given !== undefined;
      token = sentAfter === acknowledged ? given : undefined;
      acknowledged += 1;
    },
    get matters() {
      return hasTokens || acknowledged === 0;
    },
    get token() {
      return token;
    },
  };
}
