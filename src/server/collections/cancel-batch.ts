import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { BatchRecord } from '../records.js';
import { isFinal } from '../resolvers/tasks/start-task.js';
import { logged } from './start-batch.js';

/** Stages that a batch stops. What was written stays. */
export function stageCanceled(batch: BatchRecord, { tx, services }: Pick<JobContext, 'tx' | 'services'>): void {
  const at = isoTime(services.clock.now());
  tx.put('batches', {
    ...logged(batch, { level: 'warning', message: 'Canceled.', at }),
    status: 'CANCELED',
    tiers: batch.tiers.map((tier) => (isFinal(tier.status) ? tier : { ...tier, status: 'CANCELED' })),
    updated_at: at,
  });
}
