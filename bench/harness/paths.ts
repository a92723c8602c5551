/** The repository's root, where contestants run. */
export const ROOT = new URL('../..', import.meta.url).pathname;
export const BENCH = new URL('..', import.meta.url).pathname;
