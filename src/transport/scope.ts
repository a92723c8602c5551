import type { RequestOptions } from '../call.js';
import { ConfigError, ValidationError } from '../errors.js';
import type { Operation } from '../operation.js';

export interface Scope {
  /** The namespace that the call runs in; `undefined` for operations outside namespaces. */
  readonly namespace: string | undefined;
  /** Path values, the namespace filled in. */
  readonly path: Readonly<Record<string, unknown>>;
}

export interface ScopeSources {
  readonly input: { readonly path: Readonly<Record<string, unknown>>; readonly namespace?: string | undefined };
  readonly request: Pick<RequestOptions, 'namespace'>;
  readonly ambient: string | undefined;
}

/**
 * Settles the namespace of a call: the path's own, else the call option, else the parameter, else the client's.
 * @throws ConfigError when the operation needs one and nothing names it.
 */
export function resolveNamespace(row: Operation, { input, request, ambient }: ScopeSources): Scope {
  if (row.namespace === undefined) return { namespace: undefined, path: input.path };
  const namespace = input.path.namespace_id ?? request.namespace ?? input.namespace ?? ambient;
  if (namespace === undefined) {
    throw new ConfigError(`${row.id} needs a namespace.`, {
      option: 'namespace',
      hint: 'Pass namespace to the client or the call, set MIXPEEK_NAMESPACE, or run `mixpeek config set namespace <name>`.',
    });
  }
  if (typeof namespace !== 'string' || namespace.trim() === '') {
    const message = `must be a non-empty string, got ${JSON.stringify(namespace)}`;
    throw new ValidationError(`namespace ${message}.`, { fieldErrors: [{ path: 'namespace', message }] });
  }
  return {
    namespace,
    path: row.namespace.in === 'header' ? input.path : { ...input.path, namespace_id: namespace },
  };
}
