import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBlobTarget, type BlobTarget } from '../../ingest/blob-property.js';
import { checkObject } from '../../ingest/check-object.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { DEFAULT_SECONDS, toUploadView } from '../../ingest/upload-view.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { createPresignedUpload } from '../../presigned.js';
import type { BlobRecord, BucketRecord, BucketUploadRecord } from '../../records.js';

export function createUpload(context: RequestContext): ResolverResult {
  return { body: begin(context.body, { context, bucket: findBucket(context), where: ['body'] }) };
}

/** Each gets what is shared; when one is refused, none is begun. */
export function createUploads(context: RequestContext): ResolverResult {
  const { body } = context;
  const bucket = findBucket(context);
  const uploads = objectsOf(body['uploads']).map((request, index) => {
    const shared = {
      ...request,
      metadata: merge(body['shared_metadata'], request['metadata']),
      object_metadata: merge(body['shared_object_metadata'], request['object_metadata']),
    };
    return begin(shared, { context, bucket, where: ['body', 'uploads', String(index)] });
  });
  return { body: { uploads, total: uploads.length } };
}

const merge = (shared: JsonValue | undefined, own: JsonValue | undefined): JsonObject => ({
  ...(isJsonObject(shared) ? shared : {}),
  ...(isJsonObject(own) ? own : {}),
});

interface Place {
  readonly context: RequestContext;
  readonly bucket: BucketRecord;
  readonly where: readonly string[];
}

function begin(request: JsonObject, { context, bucket, where }: Place): JsonObject {
  const { services, tx } = context;
  const makesObject = request['create_object_on_confirm'] !== false;
  const target = makesObject || request['blob_property'] ? findBlobTarget(request, bucket, where) : undefined;
  if (makesObject && target !== undefined) checkFields(request, target, { bucket, where });
  const hash = typeof request['file_hash'] === 'string' ? request['file_hash'] : null;
  const full = {
    ...request,
    ...(target === undefined ? {} : { blob_property: target.property, blob_type: target.type }),
  };
  const twin = hash !== null && request['skip_duplicates'] !== false ? findTwin(hash, bucket, context) : undefined;
  if (twin !== undefined) return skip(full, twin, { context, bucket });
  const { presigned_url_expiration: seconds, file_size_bytes: size } = request;
  const presigned = createPresignedUpload(context, {
    purpose: 'object',
    expiresInSeconds: typeof seconds === 'number' ? seconds : DEFAULT_SECONDS,
    sizeBytes: typeof size === 'number' ? size : null,
    sha256: hash,
    contentType: textOf(request, 'content_type'),
  });
  const upload: BucketUploadRecord = {
    ...toRecord(presigned.upload_id, full, { bucket, now: isoTime(services.clock.now()) }),
    expires_at: presigned.expires_at,
  };
  tx.put('bucketUploads', upload);
  tx.schedule('uploads.expire', Date.parse(presigned.expires_at), { upload_id: upload.id });
  return toUploadView(upload, presigned.presigned_url);
}

/** Said before the bytes are sent, not after. */
function checkFields(
  request: JsonObject,
  target: BlobTarget,
  { bucket, where }: Pick<Place, 'bucket' | 'where'>,
): void {
  const { object_metadata: fields } = request;
  const file: BlobRecord = {
    blob_id: '',
    ...target,
    key_prefix: null,
    url: null,
    data: null,
    upload_id: '',
    file_id: null,
    metadata: {},
    details: null,
  };
  checkObject({ fields: isJsonObject(fields) ? fields : {}, blobs: [file] }, bucket, [...where, 'object_metadata']);
}

/** An upload that brought the same bytes, and whose file is still there. */
function findTwin(hash: string, bucket: BucketRecord, { state }: RequestContext): BucketUploadRecord | undefined {
  const [id] = state.ids(
    'bucketUploads',
    (upload) => upload.bucket_id === bucket.id && upload.file_hash === hash && upload.file_id !== null,
  );
  return id === undefined ? undefined : state.get('bucketUploads', id);
}

function skip(
  request: JsonObject,
  twin: BucketUploadRecord,
  { context: { services, tx }, bucket }: Pick<Place, 'context' | 'bucket'>,
): JsonObject {
  const now = isoTime(services.clock.now());
  const upload: BucketUploadRecord = {
    ...toRecord(services.id('upl'), request, { bucket, now }),
    status: 'SKIPPED',
    is_duplicate: true,
    duplicate_of_upload_id: twin.id,
    existing_object_id: twin.object_id ?? twin.existing_object_id,
    object_id: twin.object_id,
    // An object may take the file by the id of either upload.
    file_id: twin.file_id,
    file_size_bytes: twin.file_size_bytes,
    etag: twin.etag,
    message: `The bucket has this file already, from upload ${twin.id}. There is nothing to upload.`,
    expires_at: now,
    completed_at: now,
  };
  tx.put('bucketUploads', upload);
  return toUploadView(upload);
}

function toRecord(
  id: string,
  request: JsonObject,
  { bucket, now }: { bucket: BucketRecord; now: string },
): BucketUploadRecord {
  const { file_size_bytes: size, file_hash: hash } = request;
  return {
    id,
    namespace_id: bucket.namespace_id,
    bucket_id: bucket.id,
    request,
    s3_key: `${bucket.namespace_id}/${bucket.id}/${id}/${textOf(request, 'filename')}`,
    status: 'PENDING',
    is_duplicate: false,
    duplicate_of_upload_id: null,
    skipped_unique_key: false,
    existing_object_id: null,
    message: null,
    file_size_bytes: typeof size === 'number' ? size : null,
    file_hash: typeof hash === 'string' ? hash : null,
    etag: null,
    object_id: null,
    task_id: null,
    file_id: null,
    expires_at: now,
    completed_at: null,
    created_at: now,
  };
}
