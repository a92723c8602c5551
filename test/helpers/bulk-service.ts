import { AbortError } from '../../src/errors.js';
import type { Acknowledgement } from '../../src/resources/bulk/plan.js';
import type { Verdict } from '../../src/resources/bulk/verdict.js';
import { sleep } from '../../src/internal/sleep.js';
import type { ManualClock } from './clock.js';

export interface BulkItem {
  readonly id: string;
  /** Position in the source: a later one of the same id must win. */
  readonly version: number;
  /** The service refuses it, by its place. */
  readonly isBad: boolean;
}

/** What goes wrong: chances from 0 to 1, and the most items that a request may have. */
export interface Troubles {
  readonly seed: number;
  readonly trouble: number;
  /** Like trouble, but the write has taken place. */
  readonly lostAnswer: number;
  readonly rateLimit: number;
  readonly mostItems: number;
}

class Refusal extends Error {
  constructor(readonly verdict: Verdict) {
    super(verdict.kind);
  }
}

export const judge = (error: unknown): Verdict => (error instanceof Refusal ? error.verdict : { kind: 'stop' });

/** A service with a log: a write enters it at some moment while its request is under way, and its token is that place in the log. */
export function createBulkService(clock: ManualClock, troubles: Troubles, signal?: AbortSignal) {
  const random = generator(troubles.seed);
  const stored = new Map<string, number>();
  const sent: number[][] = [];
  /** Place in the log of the newest acknowledged write. */
  let covered = 0;
  let log = 0;
  let underWay = 0;
  let mostUnderWay = 0;

  let abort: (error: AbortError) => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = reject;
  });
  aborted.catch(() => undefined);
  signal?.addEventListener('abort', () => {
    abort(new AbortError(undefined, { cause: signal.reason }));
  });

  const pause = (): Promise<void> => sleep(1 + Math.floor(random() * 100), { clock });

  async function answer(items: readonly BulkItem[]): Promise<Acknowledgement> {
    await pause();
    if (items.length > troubles.mostItems) throw new Refusal({ kind: 'smaller' });
    if (random() < troubles.rateLimit) throw new Refusal({ kind: 'again', waitMs: 200, share: 0.5 });
    if (random() < troubles.trouble) throw new Refusal({ kind: 'again', share: 0.75 });
    const faults = new Map(items.flatMap(({ isBad }, index) => (isBad ? [[index, new Error('bad')] as const] : [])));
    if (faults.size > 0) throw new Refusal({ kind: 'without', faults });
    for (const { id, version } of items) stored.set(id, version);
    const place = ++log;
    await pause();
    if (random() < troubles.lostAnswer) throw new Refusal({ kind: 'again', share: 0.75 });
    covered = Math.max(covered, place);
    return { token: String(place) };
  }

  return {
    stored,
    sent,
    get covered() {
      return covered;
    },
    get mostUnderWay() {
      return mostUnderWay;
    },
    async send(items: readonly BulkItem[]): Promise<Acknowledgement> {
      sent.push(items.map(({ version }) => version));
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      try {
        return await Promise.race([answer(items), aborted]);
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** mulberry32. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
