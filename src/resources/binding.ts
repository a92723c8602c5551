import type { Clock } from '../internal/clock.js';
import type { Transport } from '../transport/transport.js';
import { namedNamespace } from './arguments.js';
import type { Binding } from './bind.js';
import { callEndpoint } from './call-endpoint.js';
import type { Scope } from './call-endpoint.js';
import type { KnownConfigs } from './known-configs.js';

export interface BindingOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly knownConfigs: KnownConfigs;
  /** The namespace that a call without one of its own uses. */
  readonly namespace: string | undefined;
}

/** What the resources of one client are bound to. */
export function createBinding({ transport, clock, random, knownConfigs, namespace }: BindingOptions): Binding {
  const scope: Scope = {
    transport,
    checks: new Map(),
    onAnswer: (row, call, data) => {
      if (!row.id.startsWith('namespaces.')) return;
      if (row.id === 'namespaces.delete') knownConfigs.forget(namedNamespace(call) ?? namespace ?? '');
      else knownConfigs.learn(data);
    },
  };
  return {
    scope,
    context: {
      run: (endpoint, ...args) => callEndpoint(scope, endpoint, args),
      put: transport.put,
      clock,
      random,
      knownConfigs,
      namespace,
    },
  };
}
