import type { ResumeToken } from '../../call.js';
import type { Clock } from '../../internal/clock.js';
import type { Batch, Entry } from './batch.js';
import type { Size } from './limits.js';
import type { BulkSource } from './source.js';
import type { Verdict } from './verdict.js';
import type { WindowBounds } from './window.js';

/** What an acknowledgement says besides yes. */
export interface Acknowledgement {
  /** Lets a read see this write, and what was acknowledged before it was sent. */
  readonly token?: string | undefined;
  /** Nothing should be sent for so long: the service's rate limit is used up. */
  readonly waitMs?: number | undefined;
}

/** All that a run needs to know of its items and of the service. */
export interface BulkPlan<Item> {
  readonly source: BulkSource<Item>;
  /** Of a request, to begin with. */
  readonly limit: Size;
  readonly window: WindowBounds;
  /** How often a part is sent at most. */
  readonly mostTries: number;
  readonly resumeFrom?: ResumeToken | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly toEntry: (item: Item, position: number) => Entry<Item>;
  readonly send: (items: Item[]) => Promise<Acknowledgement>;
  readonly judge: (error: unknown, items: readonly Item[]) => Verdict;
  /** Called for each batch in the order of the source; awaited before the next. */
  readonly report: (batch: Batch<Item>) => void | Promise<void>;
  /** Failed entries are kept by whoever `report` hands them to, so that a later run need not send them. */
  readonly keepsFailures: boolean;
  /** Called when the run ends early: nobody should be waited for any longer. */
  readonly onStop: () => void;
  /** Called whenever `progress` has changed. */
  readonly onChange: () => void;
}

/** How far a run is. */
export interface BulkProgress {
  /** Items taken from the source. */
  readonly read: number;
  /** Items that the service acknowledged in this run. */
  readonly acknowledged: number;
  /** Items that were given up. */
  readonly failed: number;
  /** Items that an earlier run had done. */
  readonly skipped: number;
  /** Of the acknowledged items, as estimated before they were encoded. */
  readonly bytes: number;
  /** Batches that were reported. */
  readonly batches: number;
  /** Requests under way. */
  readonly inFlight: number;
  /** Requests that may be under way now. */
  readonly window: number;
  /** Acknowledged items per second, over the last five seconds. */
  readonly rate: number;
  /** Requests that were sent again. */
  readonly retries: number;
  /** Nothing starts: `pause` was called, or the service asked to wait. */
  readonly paused: boolean;
}
