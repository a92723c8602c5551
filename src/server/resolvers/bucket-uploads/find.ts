import type { RequestContext } from '../../context.js';
import { notFound } from '../../problem.js';
import type { BucketRecord, BucketUploadRecord } from '../../records.js';

/** The upload of the path, in the bucket of the path. */
export function findUpload({ state, path }: RequestContext, bucket: BucketRecord): BucketUploadRecord {
  const id = path['upload_id'] ?? '';
  const upload = state.get('bucketUploads', id);
  if (upload === undefined || upload.bucket_id !== bucket.id) throw notFound('upload', id);
  return upload;
}
