import type { JsonObject } from '../../../internal/json.js';
import type { Services, Transaction } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import type { TaskRecord } from '../../records.js';

export interface NewTask {
  readonly type: string;
  readonly namespaceId: string | null;
  /** Default `PENDING`. */
  readonly status?: string;
  readonly inputs?: JsonObject[];
  readonly outputs?: JsonObject[];
  readonly additionalData?: JsonObject;
}

/** Stages the record of background work. Whoever does the work moves it on. */
export function startTask(task: NewTask, { tx, services }: { tx: Transaction; services: Services }): TaskRecord {
  const now = isoTime(services.clock.now());
  const record: TaskRecord = {
    id: services.id('tsk'),
    namespace_id: task.namespaceId,
    task_type: task.type,
    status: task.status ?? 'PENDING',
    inputs: task.inputs ?? [],
    outputs: task.outputs ?? [],
    additional_data: task.additionalData ?? {},
    error: null,
    created_at: now,
    updated_at: now,
  };
  tx.put('tasks', record);
  return record;
}

export const isFinal = (status: string): boolean =>
  ['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELED', 'SKIPPED'].includes(status);
