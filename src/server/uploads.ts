import { toChunks } from './bytes.js';
import type { ServerClock } from './clock.js';
import type { Commit } from './commit.js';
import { encodeJson } from './encode.js';
import type { Incoming, Outgoing } from './exchange.js';
import type { Mutex } from './mutex.js';
import type { Spool } from './platform/platform.js';
import { badRequest, forbidden, notFound, Problem } from './problem.js';
import type { Receive, Received } from './receive.js';
import type { PresignedUploadRecord } from './records.js';
import type { State } from './state.js';
import type { StagedTransaction } from './transaction.js';
import { UPLOADS_PREFIX } from './upload-address.js';
import { purposeOf } from './upload-purposes.js';

export interface UploadsParts {
  readonly state: State;
  readonly clock: ServerClock;
  readonly receive: Receive;
  readonly maxBytes: number;
  readonly exclusively: Mutex;
  readonly commit: Commit;
  readonly createTransaction: () => StagedTransaction;
}

/** Takes the bytes of presigned uploads by PUT, as often as they come before the URL expires; the last ones count. */
export function createUploads(parts: UploadsParts): (incoming: Incoming) => Promise<Outgoing> {
  const store = async (id: string, incoming: Incoming, spools: Spool[]): Promise<string> => {
    const announced = findUpload(id, parts);
    const type = incoming.headers['content-type'] ?? null;
    refuseOtherType(announced, type);
    const source = toChunks(incoming.body ?? new Uint8Array());
    const { spool, size, sha256 } = refuseOther(announced, await parts.receive(source, parts.maxBytes, spools));
    const { extension, check } = purposeOf(announced.purpose);
    // Looked into now, so that nobody waits for it when the upload is confirmed.
    const problem = await messageOf(check?.({ open: () => spool.open(), filename: `${id}${extension}`, size }));
    await parts.exclusively(async () => {
      // Asked again: it may have been confirmed while the bytes came.
      const record = findUpload(id, parts);
      // Every PUT has a name of its own: what something keeps is not written over.
      const archive = await spool.keep(`${id}-${sha256.slice(0, 12)}${extension}`);
      const transaction = parts.createTransaction();
      const received = { size, sha256, content_type: type, problem };
      transaction.put('presignedUploads', { ...record, archive, received });
      await parts.commit(transaction);
    });
    return sha256;
  };

  return async (incoming) => {
    const { pathname } = incoming.target;
    if (incoming.method !== 'PUT') {
      const message = `${pathname} does not take ${incoming.method}; it takes PUT.`;
      throw new Problem({ status: 405, message, headers: { Allow: 'PUT' } });
    }
    const spools: Spool[] = [];
    try {
      const etag = await store(pathname.slice(UPLOADS_PREFIX.length), incoming, spools);
      return encodeJson({ status: 200, headers: { ETag: `"${etag}"` } }, undefined);
    } finally {
      for (const spool of spools) await spool.discard();
    }
  };
}

function findUpload(id: string, { state, clock }: Pick<UploadsParts, 'state' | 'clock'>): PresignedUploadRecord {
  const record = state.get('presignedUploads', id);
  if (record === undefined) throw notFound('upload', id);
  if (Date.parse(record.expires_at) <= clock.now()) {
    const message = `The upload address of ${id} expired at ${record.expires_at}. Create a new upload.`;
    throw forbidden(message, { code: 'upload_expired', details: { expires_at: record.expires_at } });
  }
  return record;
}

/** A storage service signs the type with the address. A PUT that names none is taken. */
function refuseOtherType({ content_type: announced }: PresignedUploadRecord, type: string | null): void {
  if (announced === null || type === null || mediaType(type) === mediaType(announced)) return;
  const message = `The Content-Type is ${type}, and the upload was announced as ${announced}. Send it with that type.`;
  throw forbidden(message, { code: 'upload_content_type_mismatch', details: { expected: announced, got: type } });
}

const mediaType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

function refuseOther(announced: PresignedUploadRecord, received: Received): Received {
  const { size, sha256 } = received;
  if (announced.size_bytes !== null && announced.size_bytes !== size) {
    const message = `The upload was announced with ${announced.size_bytes} bytes, and ${size} came.`;
    throw badRequest('upload_size_mismatch', message, { expected: announced.size_bytes, got: size });
  }
  if (announced.sha256 !== null && announced.sha256 !== sha256) {
    const message = `The upload was announced with the SHA-256 ${announced.sha256}, and bytes with ${sha256} came.`;
    throw badRequest('upload_hash_mismatch', message, { expected: announced.sha256, got: sha256 });
  }
  return received;
}

/** What a check complains about; null when nothing. */
async function messageOf(checking: Promise<void> | undefined): Promise<string | null> {
  try {
    await checking;
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}
