import type { JobContext } from '../context.js';
import type { BatchRecord } from '../records.js';

/** A batch goes on at once. */
export function scheduleStep(batch: BatchRecord, { tx, services }: Pick<JobContext, 'tx' | 'services'>): void {
  tx.schedule('batches.step', services.clock.now(), { batch_id: batch.id, task_id: batch.task_id });
}
