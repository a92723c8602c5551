import type { ResumeToken } from '../../call.js';
import type { Clock } from '../../internal/clock.js';
import { sizeOf, type Batch, type Entry, type Part } from './batch.js';
import type { IdOwners } from './id-owners.js';
import type { Ranges } from './ranges.js';
import { createRateMeter } from './rate-meter.js';
import { createReporter } from './reporter.js';
import { createSeal } from './seal.js';

/** What became of every item: counted, kept for the resume token, and reported in order. */
export interface Ledger<Item> {
  readonly acknowledged: number;
  readonly failed: number;
  readonly bytes: number;
  /** Acknowledged items per second. */
  readonly rate: number;
  /** Batches that were reported. */
  readonly reported: number;
  /** Called when a part is sent; its result is handed to `acknowledge`. */
  sent(): number;
  acknowledge(part: Part<Item>, sentAfter: number, token: string | undefined): void;
  fail(part: Part<Item>, error: unknown): void;
  /** Reports what is settled; `gaps` also what stands behind a batch that never will be. */
  finish(options: { gaps: boolean }): Promise<void>;
  /** One write of a run has to be the last, for the sake of its token. */
  readonly wantsSeal: boolean;
  /** Sends again the write that was acknowledged last; `undefined` when the run has its token, or can have none. */
  closingPart(): Part<Item> | undefined;
  readonly token: string | undefined;
  /** Every item before this position of the source is done. */
  readonly prefix: number;
  resumeToken(): ResumeToken;
}

export interface LedgerOptions<Item> {
  clock: Clock;
  done: Ranges;
  owners: IdOwners;
  keepsFailures: boolean;
  report: (batch: Batch<Item>) => void | Promise<void>;
  onReported: () => void;
  onFailure: (error: unknown) => void;
}

/** No batch of the source. */
const CLOSING = -1;

export function createLedger<Item>(options: LedgerOptions<Item>): Ledger<Item> {
  const { done, owners, keepsFailures } = options;
  const seal = createSeal();
  const rate = createRateMeter(options.clock);
  let acknowledged = 0;
  let failed = 0;
  let bytes = 0;
  /** Kept with its item, for the closing part. */
  let newest: Entry<Item>[] = [];

  const reporter = createReporter<Item>({
    async report(batch) {
      await options.report(batch);
      if (!keepsFailures) return;
      for (const { error, position } of batch.entries) if (error !== undefined) done.add(position);
    },
    onReported: options.onReported,
    onFailure: options.onFailure,
  });

  function settle(part: Part<Item>): void {
    const { batch, entries } = part;
    owners.release(part);
    batch.unsettled -= entries.length;
    if (batch.unsettled > 0) return;
    // Its predecessors are settled, too; a chain of them would never be let go.
    batch.after.clear();
    reporter.settled(batch);
  }

  return {
    get acknowledged() {
      return acknowledged;
    },
    get failed() {
      return failed;
    },
    get bytes() {
      return bytes;
    },
    get rate() {
      return rate.perSecond;
    },
    get reported() {
      return reporter.reported;
    },
    get token() {
      return seal.token;
    },
    get wantsSeal() {
      return seal.matters;
    },
    get prefix() {
      return done.prefix;
    },
    sent: () => seal.sent(),
    acknowledge(part, sentAfter, token) {
      seal.acknowledged(sentAfter, token);
      if (part.batch.index === CLOSING) return;
      const size = sizeOf(part.entries);
      acknowledged += size.items;
      bytes += size.bytes;
      rate.add(size.items);
      newest = part.entries.slice(0, 1).map((entry) => ({ ...entry }));
      for (const entry of part.entries) {
        entry.item = undefined;
        done.add(entry.position);
      }
      settle(part);
    },
    fail(part, error) {
      if (part.batch.index === CLOSING) return;
      failed += part.entries.length;
      for (const entry of part.entries) entry.error = error;
      settle(part);
    },
    closingPart() {
      if (acknowledged === 0 || !seal.matters || seal.token !== undefined) return undefined;
      const batch = { index: CLOSING, entries: newest, after: new Set<Batch<unknown>>(), isLast: true, unsettled: 1 };
      return { batch, entries: newest, tries: 0 };
    },
    finish: (how) => reporter.finish(how),
    resumeToken: () => done.toToken(),
  };
}
