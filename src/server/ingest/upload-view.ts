import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { BucketUploadRecord } from '../records.js';

/** The upload as the API describes it. `url`: where its bytes are put, or got from; null when nobody asked. */
export function toUploadView(upload: BucketUploadRecord, url: string | null = null): JsonObject {
  const { request } = upload;
  const given = (key: string, fallback: JsonValue): JsonValue => request[key] ?? fallback;
  return {
    upload_id: upload.id,
    bucket_id: upload.bucket_id,
    filename: given('filename', ''),
    content_type: given('content_type', ''),
    file_size_bytes: upload.file_size_bytes,
    presigned_url: url,
    presigned_url_expiration: given('presigned_url_expiration', DEFAULT_SECONDS),
    s3_key: upload.s3_key,
    status: upload.status,
    metadata: given('metadata', {}),
    create_object_on_confirm: given('create_object_on_confirm', true),
    object_metadata: given('object_metadata', null),
    blob_property: given('blob_property', null),
    blob_type: given('blob_type', null),
    file_hash: upload.file_hash,
    skip_duplicates: given('skip_duplicates', true),
    is_duplicate: upload.is_duplicate,
    duplicate_of_upload_id: upload.duplicate_of_upload_id,
    skipped_unique_key: upload.skipped_unique_key,
    existing_object_id: upload.existing_object_id,
    message: upload.message,
    created_at: upload.created_at,
    expires_at: upload.expires_at,
    completed_at: upload.completed_at,
    verified_at: upload.completed_at,
    etag: upload.etag,
    object_id: upload.object_id,
    task_id: upload.task_id,
  };
}

/** How long a presigned URL takes bytes when the request does not say. */
export const DEFAULT_SECONDS = 3600;
