import type { RequestContext, StateReader, Transaction } from './context.js';
import { isoTime } from './iso-time.js';
import { textOf } from './json-object.js';
import { badRequest } from './problem.js';
import type { PresignedUploadRecord, ReceivedUpload } from './records.js';
import type { JobTable } from './resolvers/table.js';
import { UPLOADS_PREFIX } from './upload-address.js';
import type { UploadPurpose } from './upload-purposes.js';

export interface PresignedUploadOptions {
  readonly purpose: UploadPurpose;
  readonly expiresInSeconds: number;
  /** What the file has to be; another one is refused when it comes. Null or left out: anything. */
  readonly sizeBytes?: number | null | undefined;
  readonly sha256?: string | null | undefined;
  readonly contentType?: string | null | undefined;
}

export interface PresignedUpload {
  readonly upload_id: string;
  readonly presigned_url: string;
  readonly expires_at: string;
}

/** Gives an address on this server that takes a file by PUT, without a key, until it expires; the last one counts. */
export function createPresignedUpload(
  { services, tx, origin }: Pick<RequestContext, 'services' | 'tx' | 'origin'>,
  { purpose, expiresInSeconds, sizeBytes = null, sha256 = null, contentType = null }: PresignedUploadOptions,
): PresignedUpload {
  const id = services.id('upl');
  const expires = services.clock.now() + expiresInSeconds * 1000;
  tx.put('presignedUploads', {
    id,
    purpose,
    size_bytes: sizeBytes,
    sha256,
    content_type: contentType,
    expires_at: isoTime(expires),
    received: null,
    archive: null,
  });
  tx.schedule('presigned.expire', expires, { upload_id: id });
  return { upload_id: id, presigned_url: toUploadUrl(origin, id), expires_at: isoTime(expires) };
}

export const toUploadUrl = (origin: string, id: string): string => `${origin}${UPLOADS_PREFIX}${id}`;

/** What came for an upload, with the stored name of its bytes. */
export interface ReceivedFile extends ReceivedUpload {
  readonly archive: string;
}

/** What came behind a presigned URL; undefined while nothing has, after it expired, and after it was taken. */
export function receivedUpload(state: StateReader, uploadId: string): ReceivedFile | undefined {
  const { received = null, archive = null } = state.get('presignedUploads', uploadId) ?? {};
  return received === null || archive === null ? undefined : { ...received, archive };
}

/**
 * Ends an upload: its address takes nothing more. Its bytes go with it, unless the same transaction gives their stored
 * name to another record.
 */
export function endPresignedUpload(tx: Transaction, uploadId: string): void {
  tx.delete('presignedUploads', uploadId);
}

/** Says so when what came is not what the caller says was sent. `file`: how errors call it. */
export function refuseOtherUpload(
  received: ReceivedUpload | undefined,
  sent: { readonly etag?: unknown; readonly file_size_bytes?: unknown },
  { uploadId, file }: { uploadId: string; file: string },
): asserts received is ReceivedUpload {
  if (received === undefined) {
    const message = `Nothing was uploaded for ${uploadId} yet. PUT the ${file} to presigned_url first.`;
    throw badRequest('upload_not_received', message, { upload_id: uploadId });
  }
  const { etag, file_size_bytes: size } = sent;
  if (typeof size === 'number' && size !== received.size) {
    const message = `file_size_bytes is ${size}, and ${received.size} bytes came. Upload the ${file} again.`;
    throw badRequest('upload_size_mismatch', message, { expected: size, got: received.size });
  }
  if (typeof etag === 'string' && etag.replaceAll('"', '') !== received.sha256) {
    const message = `The etag ${etag} is not that of what came, "${received.sha256}". Upload the ${file} again.`;
    throw badRequest('upload_etag_mismatch', message, { expected: etag, got: received.sha256 });
  }
}

/** Throws the 400 once the upload's time is over. */
export function refuseExpired(
  { id, expires_at: expiresAt }: Pick<PresignedUploadRecord, 'id' | 'expires_at'>,
  now: number,
): void {
  if (Date.parse(expiresAt) > now) return;
  throw badRequest('upload_expired', `Upload ${id} expired at ${expiresAt}. Create a new one.`, {
    expires_at: expiresAt,
  });
}

export const presignedJobs = {
  'presigned.expire': ({ payload }, { state, tx }) => {
    const record = state.get('presignedUploads', textOf(payload, 'upload_id'));
    // The record stays to tell the reason; the bytes go.
    if (record !== undefined && record.archive !== null) {
      tx.put('presignedUploads', { ...record, archive: null, received: null });
    }
  },
} satisfies JobTable;
