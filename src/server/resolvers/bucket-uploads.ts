import type { RequestContext, ResolverResult } from '../context.js';
import { findBucket } from '../ingest/find-bucket.js';
import { releaseFiles } from '../ingest/stored-files.js';
import { toUploadView } from '../ingest/upload-view.js';
import { textOf } from '../json-object.js';
import { endPresignedUpload } from '../presigned.js';
import { confirmUpload, confirmUploads, runConfirmations } from './bucket-uploads/confirm.js';
import { createUpload, createUploads } from './bucket-uploads/create.js';
import { findUpload } from './bucket-uploads/find.js';
import { listUploads, urlOf } from './bucket-uploads/list.js';
import type { JobTable, ResolverTable } from './table.js';

export const bucketUploadResolvers = {
  'buckets.uploads.create': { fidelity: 'exact', resolve: createUpload },
  'buckets.uploads.createBatch': { fidelity: 'exact', resolve: createUploads },
  'buckets.uploads.confirm': { fidelity: 'exact', resolve: confirmUpload },
  'buckets.uploads.confirmBatch': { fidelity: 'exact', resolve: confirmUploads },
  'buckets.uploads.list': { fidelity: 'exact', resolve: listUploads },
  'buckets.uploads.get': {
    fidelity: 'exact',
    resolve: (context) => {
      const upload = findUpload(context, findBucket(context));
      return { body: toUploadView(upload, urlOf(upload, context, context.query['return_presigned_urls'])) };
    },
  },
  'buckets.uploads.delete': { fidelity: 'exact', resolve: deleteUpload },
} satisfies ResolverTable;

/** Its file goes too, unless an object holds it or it is to stay. */
function deleteUpload(context: RequestContext): ResolverResult {
  const { tx, query } = context;
  const upload = findUpload(context, findBucket(context));
  tx.delete('bucketUploads', upload.id);
  endPresignedUpload(tx, upload.id);
  if (upload.file_id !== null && query['delete_s3_object'] !== false) {
    releaseFiles(context, { fileIds: [upload.file_id], holders: [upload.id] });
  }
  return { status: 204, body: undefined };
}

export const bucketUploadJobs = {
  'uploads.confirm': runConfirmations,
  /** Nothing more is taken; the record stays to tell the reason. */
  'uploads.expire': ({ payload }, { state, tx }) => {
    const upload = state.get('bucketUploads', textOf(payload, 'upload_id'));
    if (upload?.status !== 'PENDING') return;
    const message = `The upload was not confirmed before ${upload.expires_at}.`;
    tx.put('bucketUploads', { ...upload, status: 'CANCELED', message });
  },
} satisfies JobTable;
