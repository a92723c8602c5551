import type { Target } from './target.js';

/** A request as the pipeline reads it, whichever face it came through. */
export interface Incoming {
  readonly method: string;
  readonly target: Target;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** In one piece where the face had it so. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Aborted when the caller went away. Faces make it when it is asked for: few requests ask. */
  readonly signal: AbortSignal;
}

/** An answer as the pipeline writes it. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array> | undefined;
}

/** Thrown instead of an answer, or out of a body: the connection breaks here. */
export class ConnectionReset extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('The connection was reset by a fault rule.');
    this.name = 'ConnectionReset';
  }
}
