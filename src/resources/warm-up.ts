import type { RequestOptions } from '../call.js';
import { ConfigError } from '../errors.js';
import type { Transport } from '../transport/transport.js';
import { between, checkOptionValues } from './option-checks.js';
import { describe, isPlainObject } from './plain-object.js';
import { requestOptionChecks } from './request-options.js';

export interface WarmUpOptions {
  /** How many connections to open, 1 to 256. Default 1. */
  connections?: number | undefined;
  /** Cancels the requests. */
  signal?: AbortSignal | undefined;
}

/** Each request must reach the service, on a connection of its own. */
const ALONE: RequestOptions = { headers: { authorization: null }, hedge: false, dedupe: false, cache: false };

/** Opens connections by requests that are cheap, need no key and are under way at the same time. */
export async function warmUp(transport: Transport, options: WarmUpOptions = {}): Promise<void> {
  checkOptions(options);
  const { connections = 1, signal } = options;
  const { health } = await import('../generated/rows/health.js');
  const request = { ...ALONE, signal };
  const looks = Array.from({ length: connections }, () =>
    transport.send(health.liveness, { path: {}, query: {} }, request),
  );
  // All are awaited, so that nothing is under way when a failure is thrown.
  for (const look of await Promise.allSettled(looks)) if (look.status === 'rejected') throw look.reason;
}

function checkOptions(options: unknown): void {
  if (!isPlainObject(options)) {
    throw new ConfigError(`warmUp takes its options as an object; got ${describe(options)}.`);
  }
  checkOptionValues(options, { connections: between(1, 256), signal: requestOptionChecks.signal });
}
