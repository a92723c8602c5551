/** What the source of Node's own lazy `fetch` mentions, in the versions that have one. */
const NODE_FETCH_SOURCE = /internal\/deps\/undici\/undici|\blazyUndici\b|\bfetchImpl\b/;

/** Longer than any version of Node's own; a wrapper that carries a copy of it would be longer. */
const LONGEST_SOURCE = 800;

/**
 * Whether a `fetch` is Node's own. Anything else was put there by somebody (a mock, instrumentation) who wants to see the requests.
 * An unknown version counts as not native: correct, only slower. The verdict is kept per function.
 */
export function createNativeFetchTest(): (fetch: unknown) => boolean {
  const verdicts = new WeakMap<object, boolean>();
  return (fetch) => {
    if (typeof fetch !== 'function') return false;
    const known = verdicts.get(fetch);
    if (known !== undefined) return known;
    const source = Function.prototype.toString.call(fetch);
    const native = fetch.name === 'fetch' && source.length < LONGEST_SOURCE && NODE_FETCH_SOURCE.test(source);
    verdicts.set(fetch, native);
    return native;
  };
}
