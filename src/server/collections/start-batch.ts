import type { JsonObject } from '../../internal/json.js';
import type { JobContext, RequestContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { BatchRecord, CollectionRecord, TaskRecord } from '../records.js';
import { startTask } from '../resolvers/tasks/start-task.js';
import { planTiers } from './batch-plan.js';

export type NewBatch = Pick<BatchRecord, 'namespace_id' | 'bucket_id'> &
  Partial<
    Pick<
      BatchRecord,
      'type' | 'object_ids' | 'source_document_ids' | 'source_filters' | 'first_collection_ids' | 'principal_id'
    >
  >;

/** A draft: nothing runs yet. */
export function newBatch(batch: NewBatch, { services }: Pick<RequestContext, 'services'>): BatchRecord {
  const now = isoTime(services.clock.now());
  return {
    id: services.id('bat'),
    type: 'BUCKET',
    status: 'DRAFT',
    object_ids: [],
    source_document_ids: [],
    source_filters: null,
    first_collection_ids: null,
    error: null,
    task_id: null,
    metadata: {},
    tiers: [],
    current_tier: null,
    failures: [],
    logs: [],
    include_history: true,
    principal_id: null,
    submitted_at: null,
    created_at: now,
    updated_at: now,
    ...batch,
  };
}

type Context = Pick<JobContext, 'state' | 'tx' | 'services'>;

/** Stages the start of a batch: its tiers are planned now, and run on the clock. */
export function startBatch(
  batch: BatchRecord,
  { first, taskType, context }: { first: readonly CollectionRecord[]; taskType: string; context: Context },
): { batch: BatchRecord; task: TaskRecord } {
  const tiers = planTiers(first, { state: context.state, namespaceId: batch.namespace_id });
  const message = `Submitted with ${tiers.length} ${tiers.length === 1 ? 'tier' : 'tiers'}.`;
  return queueBatch({ ...batch, tiers }, { taskType, message, context });
}

/** Stages that a batch goes on, under a new task. */
export function queueBatch(
  batch: BatchRecord,
  { taskType, message, context }: { taskType: string; message: string; context: Context },
): { batch: BatchRecord; task: TaskRecord } {
  const { services, tx } = context;
  const now = services.clock.now();
  const about: JsonObject = { batch_id: batch.id, bucket_id: batch.bucket_id };
  const task = startTask(
    { type: taskType, namespaceId: batch.namespace_id, inputs: [about], additionalData: about },
    context,
  );
  const queued: BatchRecord = {
    ...logged(batch, { level: 'info', message, at: isoTime(now) }),
    status: 'PENDING',
    task_id: task.id,
    error: null,
    submitted_at: isoTime(now),
    updated_at: isoTime(now),
    tiers: batch.tiers.map((tier) => ({ ...tier, task_id: task.id })),
  };
  tx.put('batches', queued);
  tx.schedule('batches.start', now, { batch_id: batch.id, task_id: task.id });
  return { batch: queued, task };
}

/** Lines of a log; the oldest go. */
const MAX_LOGS = 1000;

export function logged(
  batch: BatchRecord,
  line: { level: 'info' | 'warning' | 'error'; message: string; at: string; tier?: number; collectionId?: string },
): BatchRecord {
  const { level, message, at, tier = null, collectionId = null } = line;
  const entry = { timestamp: at, level, tier_num: tier, collection_id: collectionId, message };
  return { ...batch, logs: [...batch.logs, entry].slice(-MAX_LOGS) };
}
