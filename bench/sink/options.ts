/** How the sink behaves, as JSON in the environment variable `SINK_OPTIONS`. */
export interface SinkOptions {
  /** Waited before every answer, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** Requests answered per second; those above get 429 with `Retry-After: 0`. Default: no limit. */
  readonly perSecond?: number;
  /** Shares of requests, in [0, 1], that are refused or cut; which ones follows from `seed` and the order of arrival. */
  readonly faults?: {
    readonly seed: number;
    readonly tooMany?: number;
    readonly unavailable?: number;
    /** The connection is reset once the body has arrived, unanswered. */
    readonly reset?: number;
  };
  /** Text whose occurrences in a body count as documents, such as `"document_id"`. Default: none are counted. */
  readonly countText?: string;
}

/**
 * What the sink has seen: `GET /__sink/stats`. `GET /__sink/refuse-once?after=<bytes>` makes it answer 429 once, in the
 * middle of the next body of that size.
 */
export interface SinkStats {
  /** Answered with 200. */
  requests: number;
  refused: number;
  reset: number;
  /** Bytes of bodies, those of refused requests included. */
  bytes: number;
  /** In bodies that were answered with 200. */
  documents: number;
}
