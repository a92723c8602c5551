import type { NamedSize } from './limits.js';

/** What is to become of a part whose request failed. */
export type Verdict =
  /** Send it again: the service or the line was in trouble. */
  | { readonly kind: 'again'; readonly waitMs?: number | undefined; readonly share: number }
  /** Send it in smaller parts, and send no larger ones from here on. */
  | ({ readonly kind: 'smaller' } & NamedSize)
  /** These entries, by their place in the request, are at fault: send the others again. */
  | { readonly kind: 'without'; readonly faults: ReadonlyMap<number, unknown> }
  /** All of it has failed. */
  | { readonly kind: 'failed' }
  /** No part would fare better: end the run. */
  | { readonly kind: 'stop' };
