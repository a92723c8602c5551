import { uploadCredits } from '../billing/prices.js';
import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { publishEvent } from '../events/publish.js';
import { isoTime } from '../iso-time.js';
import { isJsonObject, textOf } from '../json-object.js';
import { endPresignedUpload, receivedUpload, refuseExpired, refuseOtherUpload } from '../presigned.js';
import { badRequest, Problem } from '../problem.js';
import type {
  BlobRecord,
  BucketRecord,
  BucketUploadRecord,
  ObjectRecord,
  SchemaFieldType,
  StoredFileRecord,
} from '../records.js';
import { createObjectWriter, type ObjectWriter } from './object-writer.js';

export interface Completion {
  readonly context: JobContext;
  readonly bucket: BucketRecord;
  /** One for all uploads of a transaction, so that their unique keys are compared. */
  readonly writer: ObjectWriter;
}

/** Throws what is wrong with what came, if it is not what the caller says was sent. */
export function checkReceived(upload: BucketUploadRecord, sent: JsonObject, { state, services }: JobContext): void {
  if (isComplete(upload)) return;
  if (upload.status === 'CANCELED') refuseExpired(upload, services.clock.now());
  refuseOtherUpload(receivedUpload(state, upload.id), sent, { uploadId: upload.id, file: 'file' });
}

export const isComplete = ({ status }: BucketUploadRecord): boolean => status === 'COMPLETED' || status === 'SKIPPED';

/** Keeps what came, and makes the object. One that is complete already stays as it is. */
export function completeUpload(
  upload: BucketUploadRecord,
  sent: JsonObject,
  { context, bucket, writer }: Completion,
): BucketUploadRecord {
  checkReceived(upload, sent, context);
  if (isComplete(upload)) return upload;
  const { state, tx, services } = context;
  const received = receivedUpload(state, upload.id);
  if (received === undefined) throw badRequest('upload_not_received', `Nothing was uploaded for ${upload.id} yet.`);
  const now = isoTime(services.clock.now());
  const file: StoredFileRecord = {
    id: services.id('file'),
    namespace_id: bucket.namespace_id,
    bucket_id: bucket.id,
    filename: textOf(upload.request, 'filename'),
    content_type: textOf(upload.request, 'content_type'),
    size: received.size,
    sha256: received.sha256,
    source_url: null,
    archive: received.archive,
    created_at: now,
  };
  const complete: BucketUploadRecord = {
    ...upload,
    status: 'COMPLETED',
    file_id: file.id,
    file_size_bytes: received.size,
    file_hash: received.sha256,
    etag: received.sha256,
    completed_at: now,
    message: 'Upload complete.',
    ...(upload.request['create_object_on_confirm'] === false
      ? {}
      : makeObject(upload, file, { context, bucket, writer })),
  };
  tx.put('storedFiles', file);
  endPresignedUpload(tx, upload.id);
  tx.put('bucketUploads', complete);
  tx.put('buckets', { ...bucket, last_upload_at: now });
  services.meter.record({
    at: services.clock.now(),
    kind: 'upload',
    namespaceId: bucket.namespace_id,
    credits: uploadCredits(received.size),
    subject: { type: 'bucket', id: bucket.id },
    attributes: { upload_id: upload.id, size_bytes: received.size },
  });
  return complete;
}

type Made = Pick<BucketUploadRecord, 'object_id' | 'skipped_unique_key' | 'existing_object_id' | 'message'>;

/** A taken unique key is no failure of the upload: the file is kept, and no object is made. */
function makeObject(upload: BucketUploadRecord, file: StoredFileRecord, { context, bucket, writer }: Completion): Made {
  const { request } = upload;
  const blob: BlobRecord = {
    blob_id: context.services.id('blob'),
    property: textOf(request, 'blob_property'),
    type: textOf(request, 'blob_type') as SchemaFieldType,
    key_prefix: null,
    url: null,
    data: null,
    upload_id: upload.id,
    file_id: file.id,
    metadata: {},
    details: { filename: file.filename, size_bytes: file.size, mime_type: file.content_type, hash: file.sha256 },
  };
  const fields = isJsonObject(request['object_metadata']) ? request['object_metadata'] : {};
  try {
    const { object, outcome } = writer.create(
      { fields, blobs: [blob], keyPrefix: null, skipDuplicates: false, where: ['object_metadata'] },
      bucket.unique_key?.default_policy ?? 'insert',
    );
    publishObject(object, outcome === 'created' ? 'object.created' : 'object.updated', context);
    const message = `Upload complete; object ${object.id} is ${outcome === 'created' ? 'made' : 'updated'}.`;
    return { object_id: object.id, skipped_unique_key: false, existing_object_id: null, message };
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'unique_key_taken')) throw error;
    const existing = error.details?.['object_id'];
    return {
      object_id: null,
      skipped_unique_key: true,
      existing_object_id: typeof existing === 'string' ? existing : null,
      message: `Upload complete; no object is made. ${error.message}`,
    };
  }
}

function publishObject(object: ObjectRecord, type: 'object.created' | 'object.updated', context: JobContext): void {
  publishEvent(context, {
    type,
    namespaceId: object.namespace_id,
    subject: { type: 'object', id: object.id },
    metadata: { bucket_id: object.bucket_id },
  });
}

export const createCompletion = (context: JobContext, bucket: BucketRecord): Completion => ({
  context,
  bucket,
  writer: createObjectWriter(context, bucket),
});
