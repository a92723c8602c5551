import type { JsonObject } from '../../../internal/json.js';
import type { TaskRecord } from '../../records.js';

/** The task as the API describes it. */
export function toTaskView(task: TaskRecord): JsonObject {
  return {
    task_id: task.id,
    task_type: task.task_type,
    status: task.status,
    inputs: task.inputs,
    outputs: task.outputs,
    additional_data: { ...task.additional_data, namespace_id: task.namespace_id },
    error: task.error,
    created_at: task.created_at,
    updated_at: task.updated_at,
  };
}
