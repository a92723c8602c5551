import type { TimeoutPhase } from '../errors.js';
import type { Cancellation } from '../internal/cancellation.js';

/** One attempt on the wire. */
export interface SendRequest {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** What becomes of the body of a success: read whole, handed on as it comes, or dropped. Refusals are read whole. */
  readonly expect: 'whole' | 'stream' | 'nothing';
  readonly cancellation: Cancellation;
  /** Told what is going on, so that a timeout can name it. */
  readonly onPhase: (phase: TimeoutPhase) => void;
}

export interface HeaderReader {
  /** Case-insensitive; `null` when absent. */
  get(name: string): string | null;
}

/** An answer whose body has come, or for `stream`, is coming. */
export interface SentResponse {
  readonly status: number;
  readonly url: string;
  readonly headers: HeaderReader;
  /** A real `Headers`; made when asked for, since that costs more than the rest of an answer. */
  toHeaders(): Headers;
  headerEntries(): Iterable<readonly [name: string, value: string]>;
  /** The body as text; empty where it was dropped or is a stream. */
  text(): string;
  bytes(): Uint8Array;
  /** Set for a success that was expected as a stream. Leaving the iteration ends the request. */
  readonly stream: AsyncIterable<Uint8Array> | undefined;
}

/**
 * Puts one request on the wire. Rejects with whatever the platform throws, or as soon as the cancellation fires with its
 * reason; `failure.ts` gives it a name.
 */
export interface Sender {
  /**
   * Whether a request sent now would ask for a chunk of its body only when the one before has left this process's memory.
   * Default: no.
   */
  readonly readsInStep?: () => boolean;
  send(request: SendRequest): Promise<SentResponse>;
  /** Closes kept-alive connections. */
  close(): Promise<void>;
}

export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;
/** Bodies of redirects are never looked at. */
export const isRedirect = (status: number): boolean => status >= 300 && status <= 399;
