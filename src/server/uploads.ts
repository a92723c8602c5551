import { toChunks } from './bytes.js';
import type { ServerClock } from './clock.js';
import type { Commit } from './commit.js';
import { encodeJson } from './encode.js';
import type { Incoming, Outgoing } from './exchange.js';
import type { Mutex } from './mutex.js';
import type { Spool } from './platform/platform.js';
import { badRequest, forbidden, notFound, Problem } from './problem.js';
import type { Receive } from './receive.js';
import type { ModelUploadRecord } from './records.js';
import { checkArchive } from './resolvers/models/check-archive.js';
import type { State } from './state.js';
import type { StagedTransaction } from './transaction.js';
import { UPLOADS_PREFIX } from './upload-address.js';

export interface UploadsParts {
  readonly state: State;
  readonly clock: ServerClock;
  readonly receive: Receive;
  readonly maxBytes: number;
  readonly exclusively: Mutex;
  readonly commit: Commit;
  readonly createTransaction: () => StagedTransaction;
}

/** Takes the bytes of model uploads by PUT, as often as they come before the URL expires; the last ones count. */
export function createUploads(parts: UploadsParts): (incoming: Incoming) => Promise<Outgoing> {
  const store = async (id: string, source: AsyncIterable<Uint8Array>, spools: Spool[]): Promise<string> => {
    const { request } = findUpload(id, parts);
    const { spool, size, sha256 } = await parts.receive(source, parts.maxBytes, spools);
    if (typeof request['file_size_bytes'] === 'number' && request['file_size_bytes'] !== size) {
      const message = `The upload was announced with ${request['file_size_bytes']} bytes, and ${size} came.`;
      throw badRequest('upload_size_mismatch', message, { expected: request['file_size_bytes'], got: size });
    }
    // Looked into now: a server without a directory does not keep the bytes until the upload is confirmed.
    const problem = await checkArchive({ open: () => spool.open(), filename: `${id}.tar.gz`, size }).then(
      () => null,
      (error: unknown) => {
        if (error instanceof Problem) return error.message;
        throw error;
      },
    );
    await parts.exclusively(async () => {
      // Asked again: it may have been confirmed while the bytes came.
      const record = findUpload(id, parts);
      // Every PUT has a name of its own: what a confirmed model keeps is not written over.
      const archive = await spool.keep(`${id}-${sha256.slice(0, 12)}.tar.gz`);
      const transaction = parts.createTransaction();
      transaction.put('modelUploads', { ...record, archive, received: { size, sha256, problem } });
      await parts.commit(transaction);
    });
    return sha256;
  };

  return async ({ method, target: { pathname }, body }) => {
    if (method !== 'PUT') {
      const message = `${pathname} does not take ${method}; it takes PUT.`;
      throw new Problem({ status: 405, message, headers: { Allow: 'PUT' } });
    }
    const spools: Spool[] = [];
    try {
      const etag = await store(pathname.slice(UPLOADS_PREFIX.length), toChunks(body ?? new Uint8Array()), spools);
      return encodeJson({ status: 200, headers: { ETag: `"${etag}"` } }, undefined);
    } finally {
      for (const spool of spools) await spool.discard();
    }
  };
}

function findUpload(id: string, { state, clock }: Pick<UploadsParts, 'state' | 'clock'>): ModelUploadRecord {
  const record = state.get('modelUploads', id);
  if (record === undefined) throw notFound('upload', id);
  if (Date.parse(record.expires_at) <= clock.now()) {
    const message = `The upload address of ${id} expired at ${record.expires_at}. Create a new upload.`;
    throw forbidden(message, { code: 'upload_expired', details: { expires_at: record.expires_at } });
  }
  return record;
}
