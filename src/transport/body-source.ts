/** A request body as the sender takes it. */
export interface BodySource {
  readonly contentType: string;
  /** Size in bytes, when it is known before the first byte is read. */
  readonly size?: number;
  /** Whether `open` gives the same bytes again. A body that is not replayable is sent once, whatever the retry class says. */
  readonly replayable: boolean;
  /** Opens the body from its beginning. `attempt` counts from 1. */
  open(attempt: number): string | Uint8Array | AsyncIterable<Uint8Array>;
}
