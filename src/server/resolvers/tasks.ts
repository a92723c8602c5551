import { stageCanceled } from '../collections/cancel-batch.js';
import { isoTime } from '../iso-time.js';
import { objectsOf, textOf } from '../json-object.js';
import { listRecords } from '../list-records.js';
import { notFound } from '../problem.js';
import type { TaskRecord } from '../records.js';
import type { JobTable, ResolverTable } from './table.js';
import { isFinal } from './tasks/start-task.js';
import { toTaskView } from './tasks/view.js';

export const taskResolvers = {
  'tasks.list': {
    fidelity: 'exact',
    resolve: ({ state, body, query }) => {
      const wanted = (field: 'status' | 'task_type', task: TaskRecord): boolean =>
        typeof body[field] !== 'string' || task[field] === body[field];
      const tasks = state.list('tasks').filter((task) => wanted('status', task) && wanted('task_type', task));
      const { results, pagination } = listRecords(tasks, {
        body,
        query,
        view: toTaskView,
        searchFields: ['task_id', 'task_type', 'status'],
        cursorQuery: { status: body['status'] ?? null, task_type: body['task_type'] ?? null },
      });
      return { body: { results, pagination } };
    },
  },
  'tasks.get': {
    fidelity: 'exact',
    resolve: ({ state, path }) => {
      const id = path['task_id'] ?? '';
      const task = state.get('tasks', id);
      if (task === undefined) throw notFound('task', id);
      return { body: toTaskView(task) };
    },
  },
  'tasks.delete': {
    fidelity: 'behavioural',
    note: 'Stops batches, and work that has not started; finished tasks stay as they are.',
    resolve: ({ state, tx, path, services }) => {
      const task = state.get('tasks', path['task_id'] ?? '');
      // Killing is idempotent: an unknown or finished task is no error.
      if (task !== undefined && !isFinal(task.status)) {
        tx.put('tasks', { ...task, status: 'CANCELED', updated_at: isoTime(services.clock.now()) });
        const batch = state.get('batches', textOf(task.additional_data, 'batch_id'));
        if (batch?.task_id === task.id) stageCanceled(batch, { tx, services });
      }
      return { body: { success: true, message: 'Task stopped.' } };
    },
  },
} satisfies ResolverTable;

export const taskJobs = {
  /** The end of a task whose work was done when it was accepted. */
  'tasks.finish': ({ payload }, { state, tx, services }) => {
    const task = state.get('tasks', textOf(payload, 'task_id'));
    if (task === undefined || isFinal(task.status)) return;
    tx.put('tasks', {
      ...task,
      status: textOf(payload, 'status'),
      outputs: objectsOf(payload['outputs']),
      error: typeof payload['error'] === 'string' ? payload['error'] : null,
      updated_at: isoTime(services.clock.now()),
    });
  },
} satisfies JobTable;
