import type { Operation } from '../operation.js';

/** What a request without a method of its own carries. */
export interface RawRequestParams {
  /** Query parameters. A list becomes a repeated one. */
  query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** How safe a repetition is: whether it may be repeated after a failure that leaves its effect unknown. Default: by method, as HTTP has it. */
  retry?: Operation['retry'] | undefined;
}
