import type { Services, StateReader } from '../context.js';
import type { TaskRecord } from '../records.js';
import { isFinal } from '../resolvers/tasks/start-task.js';
import { createTransaction, type Change } from '../transaction.js';
import { publishEvent } from './publish.js';

/** Published beside the documented events, for the server's own handlers: tasks end in many places, and all are seen here. */
export const TASK_FAILED = 'task.failed';
export const TASK_COMPLETED = 'task.completed';

/** Events for the tasks that end with these changes. */
export function taskEvents(
  changes: readonly Change[],
  { state, services }: { state: StateReader; services: Services },
): Change[] {
  const ended = changes.flatMap((change) =>
    change.kind === 'put' && change.table === 'tasks' && isFinal(change.record.status) ? [change.record] : [],
  );
  if (ended.length === 0) return [];
  const tx = createTransaction(services.id);
  for (const task of ended) {
    const before = state.get('tasks', task.id);
    if (before !== undefined && isFinal(before.status)) continue;
    const type = eventTypeOf(task);
    if (type !== undefined) publishEvent({ tx, services }, toEvent(type, task));
  }
  return tx.take();
}

function eventTypeOf({ status }: TaskRecord): string | undefined {
  if (status === 'FAILED' || status === 'COMPLETED_WITH_ERRORS') return TASK_FAILED;
  return status === 'COMPLETED' ? TASK_COMPLETED : undefined;
}

const toEvent = (type: string, { id, namespace_id: namespaceId, task_type: taskType, status, error }: TaskRecord) => ({
  type,
  namespaceId,
  subject: { type: 'task', id },
  metadata: { task_id: id, task_type: taskType, status, error },
});
