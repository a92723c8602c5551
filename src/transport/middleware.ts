import type { AttemptInfo, Consistency, ResponseInfo, ResultVectors } from '../call.js';
import type { TimeoutPhase } from '../errors.js';
import type { Cancellation } from '../internal/cancellation.js';
import type { Cleanups } from '../internal/cleanups.js';
import type { Operation } from '../operation.js';
import type { BodySource } from './body-source.js';

/** One call on its way through the chain. Made once and handed on as it is: only the last two fields ever change. */
export interface Call {
  readonly row: Operation;
  readonly url: string;
  /** Lower-case names. `null`: the caller wants this header left out. A name that is present is never replaced. */
  readonly headers: Readonly<Record<string, string | null>>;
  readonly source: BodySource | undefined;
  /** The input that `source` writes, for the log. */
  readonly body: unknown;
  readonly namespace: string | undefined;
  /** The answer is to be server-sent events. */
  readonly streams: boolean;
  readonly settings: CallSettings;
  /** Ends the call. Each attempt has one of its own, which follows it. */
  readonly cancellation: Cancellation;
  readonly startedAt: number;
  /** Finished attempts, in order. */
  readonly attempts: AttemptInfo[];
  /** Run when the call ends; for a stream, when the stream ends. */
  readonly cleanups: Cleanups;
  phase: TimeoutPhase;
  /** Sent with the next attempt. */
  writeToken: string | undefined;
}

export interface CallSettings {
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly maxRetries: number;
  readonly consistency: Consistency;
  readonly resultVectors?: ResultVectors | undefined;
  /** Set: send this one. `null`: send none. */
  readonly writeToken: string | null | undefined;
}

export interface Answer {
  readonly data: unknown;
  readonly response: ResponseInfo;
  readonly requestId: string | undefined;
}

export type Next = (call: Call) => Promise<Answer>;

/** One concern around the rest of the chain. Only retry and write token call `next` more than once. */
export type Layer = (call: Call, next: Next) => Promise<Answer>;

/** The first layer is the outermost. */
export function compose(layers: readonly Layer[], innermost: Next): Next {
  return layers.reduceRight<Next>((next, layer) => (call) => layer(call, next), innermost);
}
