import type { JobContext } from '../context.js';
import type { EventRecord } from '../records.js';

/** Hears of every event, in a transaction of its own. What it throws is logged and undoes only what it staged itself. */
export interface EventHandler {
  readonly name: string;
  readonly handle: (event: EventRecord, context: JobContext) => Promise<void> | void;
}
