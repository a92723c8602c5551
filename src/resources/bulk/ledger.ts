import type { ResumeToken } from '../../call.js';
import type { Clock } from '../../internal/clock.js';
import { sizeOf, type Batch, type Part } from './batch.js';
import { createIdsInUse } from './ids-in-use.js';
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
  /** An item of the batch has the id of one that is on its way. */
  clashes(batch: Batch<Item>): boolean;
  begin(batch: Batch<Item>): void;
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
  keepsFailures: boolean;
  report: (batch: Batch<Item>) => void | Promise<void>;
  onReported: () => void;
  onFailure: (error: unknown) => void;
}

/** No batch of the source. */
const CLOSING = -1;

export function createLedger<Item>(options: LedgerOptions<Item>): Ledger<Item> {
  const { done, keepsFailures } = options;
  const idsInUse = createIdsInUse();
  const seal = createSeal();
  const rate = createRateMeter(options.clock);
  let acknowledged = 0;
  let failed = 0;
  let bytes = 0;
  /** Kept with its item, for the closing part. */
  let newest: Part<Item>['entries'] = [];

  const reporter = createReporter<Item>({
    async report(batch) {
      await options.report(batch);
      if (!keepsFailures) return;
      for (const { error, position } of batch.entries) if (error !== undefined) done.add(position);
    },
    onReported: options.onReported,
    onFailure: options.onFailure,
  });

  function settle({ batch, entries }: Part<Item>): void {
    for (const entry of entries) idsInUse.remove(entry);
    batch.unsettled -= entries.length;
    if (batch.unsettled === 0) reporter.settled(batch);
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
    clashes: (batch) => idsInUse.clashes(batch),
    begin(batch) {
      idsInUse.add(batch.entries);
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
      return { batch: { index: CLOSING, entries: newest, isLast: true, unsettled: 1 }, entries: newest, tries: 0 };
    },
    finish: (how) => reporter.finish(how),
    resumeToken: () => done.toToken(),
  };
}
