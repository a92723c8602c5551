import type { TimeoutPhase } from '../errors.js';
import type { Cancellation } from '../internal/cancellation.js';

/** One attempt on the wire. */
export interface SendRequest {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly cancellation: Cancellation;
  /** Told what is going on, so that a timeout can name it. */
  readonly onPhase: (phase: TimeoutPhase) => void;
}

export interface HeaderReader {
  /** Case-insensitive; `null` when absent. */
  get(name: string): string | null;
}

/** An answer whose body has not been read. Exactly one of the readers is called, once. */
export interface SentResponse {
  readonly status: number;
  readonly url: string;
  readonly headers: HeaderReader;
  /** A real `Headers`; made when asked for. */
  toHeaders(): Headers;
  text(): Promise<string>;
  bytes(): Promise<Uint8Array>;
  stream(): AsyncIterable<Uint8Array>;
  /** Gives up the body, so that the connection is free or closed. */
  discard(): void;
}

/** Puts one request on the wire. Rejects with whatever the platform throws; `failure.ts` gives it a name. */
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
