import type { AttemptInfo, Consistency, ResponseInfo, ResultVectors } from '../call.js';
import type { TimeoutPhase } from '../errors.js';
import type { Cancellation } from '../internal/cancellation.js';
import type { Cleanups } from '../internal/cleanups.js';
import type { Operation } from '../operation.js';
import type { BodySource } from './body-source.js';
import type { ReadSettings } from './read-settings.js';
import type { SentResponse } from './sender.js';

/** One call on its way through the chain. Made once and handed on as it is; a layer that needs another opens a lane (`lane.ts`). */
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
  startedAt: number;
  /** Finished attempts, in order. */
  attempts: AttemptInfo[];
  /** Run when the call ends; for a stream, when the stream ends. */
  readonly cleanups: Cleanups;
  phase: TimeoutPhase;
  /** Sent with the next attempt. */
  writeToken: string | undefined;
  /** Which sending this is, or which one answered, where there are two at a time. */
  sending: Sending | undefined;
  /** Asks whether a stored answer still holds, so that 304 is a success. */
  readonly isConditional?: true;
}

/** One attempt among those of its call. */
export interface Sending {
  /** Counts from 1. */
  readonly number: number;
  readonly startedAt: number;
  /** Sent beside another that was slow. */
  readonly hedged: boolean;
}

export interface CallSettings {
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly maxRetries: number;
  readonly consistency: Consistency;
  readonly resultVectors?: ResultVectors | undefined;
  /** Set: send this one. `null`: send none. */
  readonly writeToken: string | null | undefined;
  /** Set for reads that may be spared, shared or sent twice. */
  readonly reads?: ReadSettings | undefined;
}

export interface Answer {
  readonly data: unknown;
  readonly response: ResponseInfo;
  readonly requestId: string | undefined;
  /** What was decoded, for layers that keep or share it. */
  readonly sent?: SentResponse;
  /** It came from the cache. */
  readonly cached?: true;
}

export type Next = (call: Call) => Promise<Answer>;

/** One concern around the rest of the chain. Retries, write tokens and hedges may call `next` more than once, a cache not at all. */
export type Layer = (call: Call, next: Next) => Promise<Answer>;

/** The first layer is the outermost. */
export function compose(layers: readonly Layer[], innermost: Next): Next {
  return layers.reduceRight<Next>((next, layer) => (call) => layer(call, next), innermost);
}
