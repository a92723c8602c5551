/** A request body as the sender takes it. */
export interface BodySource {
  readonly contentType: string;
  /** `Content-Encoding` of the bytes. */
  readonly encoding?: 'gzip';
  /** Size in bytes, when it is known before the first byte is read. */
  readonly size?: number;
  /** Whether `open` gives the same bytes again. A body that is not replayable is sent once, whatever the retry class says. */
  readonly replayable: boolean;
  /** Opens the body from its beginning. `attempt` counts from 1. */
  open: (attempt: number, reader?: BodyReader) => string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** What a body may count on while it is read. */
export interface BodyReader {
  /** A chunk has been used up by the time that the next one is asked for, so its memory may be filled again. */
  readonly inStep: boolean;
}
