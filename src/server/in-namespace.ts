import type { RequestContext } from './context.js';
import type { NamespaceRecord } from './records.js';

/** The same request inside a namespace that it does not name itself, as public operations are. Changes are staged together. */
export function inNamespace(
  context: RequestContext,
  namespace: NamespaceRecord,
  changes: Partial<Pick<RequestContext, 'body' | 'path' | 'query' | 'caller'>> = {},
): RequestContext {
  const { operation, path, query, headers, body, files, lines, caller, view, state, services, origin } = context;
  return {
    ...{
      operation,
      path,
      query,
      headers,
      body,
      files,
      lines,
      caller,
      view,
      state,
      services,
      origin,
      namespace,
      sharedNamespace: namespace,
    },
    ...changes,
    // Made when they are asked for, as those of the request itself.
    get tx() {
      return context.tx;
    },
    get signal() {
      return context.signal;
    },
    flush: () => context.flush(),
  };
}
