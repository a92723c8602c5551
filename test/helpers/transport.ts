import type { Operation } from '../../src/operation.js';
import { createRetryBudget } from '../../src/transport/retry-budget.js';
import { createTransport, type Transport, type TransportOptions } from '../../src/transport/transport.js';
import { WriteTokens } from '../../src/transport/write-token.js';
import { createManualClock, type ManualClock } from './clock.js';

export const KEY = 'sk_test_0123456789abcdef';

export interface TransportSetup {
  transport: Transport;
  clock: ManualClock;
  writeTokens: WriteTokens;
}

/** A transport on a clock that stands still, without limits, whose back-off takes half of what it may. */
export function setupTransport(options: Partial<TransportOptions> = {}): TransportSetup {
  const clock = createManualClock();
  const writeTokens = new WriteTokens({ clock });
  const transport = createTransport({
    baseUrl: 'https://api.test',
    apiKey: KEY,
    timeoutMs: 0,
    deadlineMs: 0,
    maxRetries: 2,
    consistency: 'session',
    clock,
    random: () => 0.5,
    writeTokens,
    retryBudget: createRetryBudget({ clock }),
    userAgent: 'mixpeek-test',
    ...options,
  });
  return { transport, clock, writeTokens };
}

/** A row with only what a test is about. */
export function row(fields: Partial<Operation> = {}): Operation {
  return { id: 'things.get', http: 'GET', path: '/v1/things', retry: 'safe', ...fields };
}

export const NO_INPUT = { path: {}, query: {} };
