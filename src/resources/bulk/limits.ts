/** How much one request may hold. */
export interface Size {
  readonly items: number;
  /** As estimated by the plan, not as encoded: estimates are only compared with estimates. */
  readonly bytes: number;
}

/** What of it a refusal named. */
export interface NamedSize {
  readonly items?: number | undefined;
  readonly bytes?: number | undefined;
}

export interface Limits {
  readonly now: Size;
  /** The service turned a request of this size away as too large. `named` is a limit that it named. */
  learn(refused: Size, named: NamedSize): void;
}

/** Limits that only fall: what the service refuses once, it is not asked again in the same run. */
export function createLimits(first: Size): Limits {
  let now = first;
  return {
    get now() {
      return now;
    },
    learn(refused, named) {
      const isNamed = named.items !== undefined || named.bytes !== undefined;
      const { items = now.items, bytes = isNamed ? now.bytes : Math.floor(refused.bytes / 2) } = named;
      now = { items: Math.max(1, Math.min(now.items, items)), bytes: Math.max(1, Math.min(now.bytes, bytes)) };
    },
  };
}
