import type { MixpeekError } from '../errors.js';
import type { Call } from './middleware.js';
import type { SentResponse } from './sender.js';

/** What came of an attempt that got an answer. */
export interface AnswerReport {
  /** From sending until the body was read; for a stream, until its first byte can be. */
  readonly durationMs: number;
  readonly requestId: string | undefined;
  /** The decoded body of a success. */
  readonly data?: unknown;
}

/** That another attempt is coming, and why. */
export interface RetryReport {
  readonly reason: string;
  readonly delayMs: number;
  readonly attempt: number;
}

/** What the chain tells of its work. */
export interface Observer {
  request(call: Call, headers: Readonly<Record<string, string>>): void;
  response(call: Call, sent: SentResponse, report: AnswerReport): void;
  retry(call: Call, report: RetryReport): void;
  error(call: Call, error: MixpeekError): void;
}

const nothing = (): void => undefined;

/** For clients that nobody observes. */
export const NO_OBSERVER: Observer = { request: nothing, response: nothing, retry: nothing, error: nothing };
