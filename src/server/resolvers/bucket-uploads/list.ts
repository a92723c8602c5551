import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { toUploadView } from '../../ingest/upload-view.js';
import { textOf } from '../../json-object.js';
import { listRecords } from '../../list-records.js';
import { toUploadUrl } from '../../presigned.js';
import type { BucketUploadRecord } from '../../records.js';

/** Page size when neither the body nor the query names one. */
const DEFAULT_LIMIT = 20;

export function listUploads(context: RequestContext): ResolverResult {
  const { state, body, query } = context;
  const bucket = findBucket(context);
  const ids = state.ids('bucketUploads', (upload) => upload.bucket_id === bucket.id);
  const { results, pagination, matches } = listRecords(
    ids.flatMap((id) => state.get('bucketUploads', id) ?? []),
    {
      body: { ...body, limit: body['limit'] ?? DEFAULT_LIMIT },
      query,
      view: (upload) => toUploadView(upload, urlOf(upload, context, body['return_presigned_urls'])),
      searchFields: ['filename'],
    },
  );
  return { body: { results, pagination, stats: sumUp(matches) } };
}

/** Where to put the bytes while they are waited for, then where to get them; null when nobody asked. */
export function urlOf(
  upload: BucketUploadRecord,
  { origin, services }: Pick<RequestContext, 'origin' | 'services'>,
  wanted: unknown,
): string | null {
  if (wanted !== true) return null;
  if (upload.status === 'PENDING') return toUploadUrl(origin, upload.id);
  return upload.file_id === null ? null : services.files.address(origin, upload.file_id);
}

function sumUp(uploads: readonly JsonObject[]): JsonObject {
  const byStatus: Record<string, number> = {};
  for (const upload of uploads) {
    const status = textOf(upload, 'status');
    byStatus[status] = (byStatus[status] ?? 0) + 1;
  }
  const sizes = uploads.map((upload) => upload['file_size_bytes']).filter((size) => typeof size === 'number');
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    total_uploads: uploads.length,
    total_size_bytes: total,
    uploads_by_status: byStatus,
    avg_file_size_bytes: sizes.length === 0 ? 0 : total / sizes.length,
    unique_buckets: new Set(uploads.map((upload) => upload['bucket_id'])).size,
  };
}
