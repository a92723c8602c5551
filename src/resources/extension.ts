import type { ApiPromise } from '../call.js';
import type { Clock } from '../internal/clock.js';
import type { CheckArguments } from './call-endpoint.js';
import type { Endpoint } from './endpoint.js';
import type { Transport } from '../transport/transport.js';
import type { KnownConfigs } from './known-configs.js';

/** What hand-written methods work with. */
export interface ResourceContext {
  /** Runs an operation with its method's arguments. */
  readonly run: Run;
  /** Puts a file to a presigned address, without the key. */
  readonly put: Transport['put'];
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly knownConfigs: KnownConfigs;
  /** The namespace that a call without one of its own uses. */
  readonly namespace: string | undefined;
}

export type Run = (endpoint: Endpoint, ...args: readonly unknown[]) => ApiPromise<unknown>;

/** What hand-written code adds to a resource's rows. What only some calls need, it loads when they come. */
export interface Extension<Methods extends object = object> {
  /** Methods beside the rows' own, or in their place. */
  readonly methods?: (context: ResourceContext) => Methods;
  /** Checks of arguments beyond what the rows say, by verb. */
  readonly checks?: (context: ResourceContext) => Readonly<Record<string, CheckArguments>>;
}
