import type { JsonObject } from '../internal/json.js';
import type { RequestContext } from './context.js';
import type { NamespaceRecord } from './records.js';
import type { Staging } from './staging.js';

export interface InnerRequest {
  readonly staging: Staging;
  /** What the operation runs in; left out where it runs in none. */
  readonly namespace?: NamespaceRecord | undefined;
  readonly body?: JsonObject;
  readonly path?: Readonly<Record<string, string>>;
}

/** A request that another one makes in its own name: same caller, its changes staged. */
export function innerRequest(
  context: RequestContext,
  { staging, namespace, body = {}, path = {} }: InnerRequest,
): RequestContext {
  const { operation, headers, caller, services, signal, origin } = context;
  const present = (): NamespaceRecord => {
    if (namespace === undefined) throw new Error(`A part of ${operation.id} asks for a namespace, and runs in none.`);
    return namespace;
  };
  return {
    operation,
    headers,
    path,
    query: {},
    body,
    files: {},
    lines: undefined,
    get namespace() {
      return present();
    },
    get sharedNamespace() {
      return present();
    },
    caller,
    view: 'head',
    state: staging.state,
    tx: staging.tx,
    services,
    signal,
    origin,
    // All of it is committed together, by the request that makes it.
    flush: async () => undefined,
  };
}
