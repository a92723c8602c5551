import { uploadCredits } from '../billing/prices.js';
import type { Services, StateReader } from '../context.js';
import { isWithin, type Period } from './period.js';
import { samplesOf } from './samples.js';

/** Something that came into a bucket, or was refused: a confirmed upload, or an object that a request wrote. */
export interface Transfer {
  /** Milliseconds on the clock. */
  readonly at: number;
  /** From the presigned URL to the confirmation, or of the request that wrote the object. */
  readonly durationMs: number;
  readonly bytes: number;
  /** Null where it succeeded. */
  readonly failure: { readonly type: string; readonly message: string } | null;
  readonly credits: number;
}

interface BucketSource {
  readonly state: StateReader;
  readonly services: Services;
  readonly bucketId: string;
}

/** Oldest first. */
export function transfersIn(period: Period, source: BucketSource): Transfer[] {
  return [...uploadsIn(period, source), ...objectsIn(period, source)].sort((a, b) => a.at - b.at);
}

/** Uploads that ended, well or not. */
function uploadsIn(period: Period, { state, bucketId }: BucketSource): Transfer[] {
  const ids = state.ids(
    'bucketUploads',
    ({ bucket_id: id, completed_at: end, status }) =>
      id === bucketId && ENDED.has(status) && end !== null && isWithin(Date.parse(end), period),
  );
  return ids
    .flatMap((id) => state.get('bucketUploads', id) ?? [])
    .map(({ created_at: begin, completed_at: end, file_size_bytes: bytes, status, message }) => {
      const at = Date.parse(end ?? begin);
      return {
        at,
        durationMs: at - Date.parse(begin),
        bytes: bytes ?? 0,
        failure: status === 'FAILED' ? { type: 'upload_failed', message: message ?? 'The upload failed.' } : null,
        credits: status === 'FAILED' ? 0 : uploadCredits(bytes ?? 0),
      };
    });
}

const ENDED: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED']);

function objectsIn({ from, to }: Period, { services, bucketId }: BucketSource): Transfer[] {
  const subject = { type: 'bucket', id: bucketId };
  return samplesOf(services.meter, 'object', { from, to, subject }).map(({ at, durationMs, attributes, credits }) => ({
    at,
    durationMs,
    bytes: attributes.size_bytes,
    failure: attributes.error === null ? null : { type: 'object_refused', message: attributes.error },
    credits,
  }));
}
