import type { JsonObject } from '../../../internal/json.js';
import type { JobHandler, RequestContext, ResolverResult } from '../../context.js';
import { checkReceived, completeUpload, createCompletion, isComplete } from '../../ingest/complete-upload.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { notFound, Problem } from '../../problem.js';
import type { BucketUploadRecord, TaskRecord } from '../../records.js';
import { isFinal, startTask } from '../tasks/start-task.js';
import { toTaskView } from '../tasks/view.js';
import { findUpload } from './find.js';

/** Checks what came at once; with `async`, the object is made by a task. */
export function confirmUpload(context: RequestContext): ResolverResult {
  const { body, query, tx } = context;
  const bucket = findBucket(context);
  const upload = findUpload(context, bucket);
  if (query['async'] !== true || isComplete(upload)) {
    return { body: toOutcome(completeUpload(upload, body, createCompletion(context, bucket))) };
  }
  checkReceived(upload, body, context);
  const confirmations = [{ ...body, upload_id: upload.id }];
  const task = startConfirmations('api_buckets_uploads_confirm', confirmations, { context, bucketId: bucket.id });
  const waiting: BucketUploadRecord = { ...upload, status: 'PROCESSING', task_id: task.id };
  tx.put('bucketUploads', waiting);
  return { body: { ...toOutcome(waiting), message: `Task ${task.id} makes the object.` } };
}

export function confirmUploads(context: RequestContext): ResolverResult {
  const { body } = context;
  const bucket = findBucket(context);
  const confirmations = objectsOf(body['confirmations']);
  const task = startConfirmations('api_buckets_uploads_batch_confirm', confirmations, { context, bucketId: bucket.id });
  const count = confirmations.length;
  return {
    body: {
      task_id: task.id,
      status: task.status,
      confirmations_count: count,
      task: toTaskView(task),
      message: count === 1 ? '1 confirmation is under way.' : `${count} confirmations are under way.`,
    },
  };
}

function startConfirmations(
  type: string,
  confirmations: JsonObject[],
  { context, bucketId }: { context: RequestContext; bucketId: string },
): TaskRecord {
  const { services, tx, namespace } = context;
  const task = startTask({ type, namespaceId: namespace.id, inputs: confirmations }, context);
  const dueAt = services.clock.now() + services.settings.taskMs;
  tx.schedule('uploads.confirm', dueAt, { task_id: task.id, bucket_id: bucketId, confirmations });
  return task;
}

/** One outcome for each confirmation, in their order; one that fails leaves the others alone. */
export const runConfirmations: JobHandler = ({ payload }, context) => {
  const { state, tx, services } = context;
  const task = state.get('tasks', textOf(payload, 'task_id'));
  const bucket = state.get('buckets', textOf(payload, 'bucket_id'));
  if (task === undefined || isFinal(task.status)) return;
  const now = isoTime(services.clock.now());
  if (bucket === undefined) {
    tx.put('tasks', { ...task, status: 'FAILED', error: 'The bucket is deleted.', updated_at: now });
    return;
  }
  const completion = createCompletion(context, bucket);
  const done = new Map<string, BucketUploadRecord>();
  const outputs = objectsOf(payload['confirmations']).map((confirmation): JsonObject => {
    const id = textOf(confirmation, 'upload_id');
    const upload = done.get(id) ?? state.get('bucketUploads', id);
    try {
      if (upload === undefined || upload.bucket_id !== bucket.id) throw notFound('upload', id);
      const complete = completeUpload(upload, confirmation, completion);
      done.set(id, complete);
      return { ...toOutcome(complete), error: null };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (upload !== undefined) {
        tx.put('bucketUploads', { ...upload, status: 'FAILED', message: error.message });
      }
      return { upload_id: id, status: 'FAILED', object_id: null, error: error.message };
    }
  });
  const failed = outputs.filter(({ status }) => status === 'FAILED').length;
  const status = failed === 0 ? 'COMPLETED' : failed < outputs.length ? 'COMPLETED_WITH_ERRORS' : 'FAILED';
  const error = failed === 0 ? null : `${failed} of ${outputs.length} uploads could not be confirmed.`;
  tx.put('tasks', { ...task, status, outputs, error, updated_at: now });
};

const toOutcome = (upload: BucketUploadRecord): JsonObject => ({
  upload_id: upload.id,
  status: upload.status,
  etag: upload.etag,
  file_size_bytes: upload.file_size_bytes,
  file_hash: upload.file_hash,
  verified_at: upload.completed_at,
  completed_at: upload.completed_at,
  object_id: upload.object_id,
  task_id: upload.task_id,
  message: upload.message,
});
