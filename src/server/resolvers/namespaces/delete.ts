import type { JobContext, JobHandler, RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { TABLES, type TableName } from '../../records.js';
import { startTask } from '../tasks/start-task.js';

const TASK_TYPE = 'api_namespaces_delete';

/** Deletion is a task. Asking again while it is under way answers with the same task. */
export function deleteNamespace(context: RequestContext): ResolverResult {
  const { namespace, services, state, tx } = context;
  const underWay = state
    .list('tasks')
    .find((task) => task.task_type === TASK_TYPE && task.namespace_id === namespace.id && task.status === 'PENDING');
  const task =
    underWay ??
    startTask({ type: TASK_TYPE, namespaceId: namespace.id, inputs: [{ namespace_id: namespace.id }] }, context);
  if (underWay === undefined) {
    const dueAt = services.clock.now() + services.settings.taskMs;
    tx.schedule('namespaces.delete', dueAt, { namespace_id: namespace.id, task_id: task.id });
  }
  const message = `Deleting namespace ${namespace.id} with everything in it.`;
  return { body: { task_id: task.id, status: task.status, message } };
}

export const runDelete: JobHandler = ({ payload }, context) => {
  const { state, tx, services } = context;
  const task = state.get('tasks', textOf(payload, 'task_id'));
  if (task === undefined || task.status !== 'PENDING') return;
  const removed = removeNamespace(textOf(payload, 'namespace_id'), context);
  tx.put('tasks', {
    ...task,
    status: 'COMPLETED',
    outputs: [{ namespace_id: textOf(payload, 'namespace_id'), ...removed }],
    updated_at: isoTime(services.clock.now()),
  });
};

/** Removes a namespace whose time to live is over. */
export const runExpire: JobHandler = ({ payload }, context) => {
  const namespace = context.state.get('namespaces', textOf(payload, 'namespace_id'));
  // The id may belong to a later namespace by now.
  if (namespace === undefined || namespace.expires_at !== payload['expires_at']) return;
  removeNamespace(namespace.id, context);
};

interface Removed {
  documents: number;
  retrievers: number;
  models: number;
  executions: number;
  [key: string]: number;
}

/** What tells of the past stays: tasks, events, who did what. */
const KEPT: ReadonlySet<TableName> = new Set(['tasks', 'events', 'auditLogs', 'keyUses', 'invoices']);

/** The tables whose records may live in a namespace. */
const tablesOfNamespaces = (): TableName[] => (Object.keys(TABLES) as TableName[]).filter((table) => !KEPT.has(table));

function removeNamespace(id: string, { state, tx }: JobContext): Removed {
  const removed: Removed = { documents: 0, retrievers: 0, models: 0, executions: 0 };
  if (state.get('namespaces', id) === undefined) return removed;
  removed.documents = state.documents(id).view('head').size;
  for (const table of tablesOfNamespaces()) {
    for (const recordId of state.ids(table, (record) => 'namespace_id' in record && record.namespace_id === id)) {
      tx.delete(table, recordId);
      removed[table] = (removed[table] ?? 0) + 1;
    }
  }
  for (const model of state.list('orgModels')) {
    if (!model.enabled_namespaces.includes(id)) continue;
    tx.put('orgModels', { ...model, enabled_namespaces: model.enabled_namespaces.filter((other) => other !== id) });
  }
  for (const plugin of state.list('plugins')) {
    if (plugin.namespace_id === id) tx.delete('plugins', plugin.id);
    else if (Object.hasOwn(plugin.enabled, id))
      tx.put('plugins', {
        ...plugin,
        enabled: Object.fromEntries(Object.entries(plugin.enabled).filter(([ns]) => ns !== id)),
      });
  }
  tx.dropDocuments(id);
  tx.delete('namespaces', id);
  return removed;
}
