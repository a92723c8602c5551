import type { JobContext, StateReader } from '../context.js';
import type { EventRecord } from '../records.js';

/** Hears of events, each in a transaction of its own. What it throws is logged and undoes only what it staged itself. */
export interface EventHandler {
  readonly name: string;
  /** Whether the event concerns it; asked first, since most concern nobody. Keep it cheap. Default: every event does. */
  readonly wants?: (event: EventRecord, state: StateReader) => boolean;
  readonly handle: (event: EventRecord, context: JobContext) => Promise<void> | void;
}
