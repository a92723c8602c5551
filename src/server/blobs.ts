import { toChunks } from './bytes.js';
import type { Services, StateReader } from './context.js';
import { decodeDataUrl } from './data-url.js';
import { badRequest } from './problem.js';
import type { BlobRecord } from './records.js';

export interface BlobContent {
  readonly contentType: string;
  readonly filename: string | null;
  /** Opens the bytes; each call starts anew. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * The content of a blob: a kept file, a `data:` URL, the value itself (text as it is, anything else as JSON), or what an
 * http(s) URL on an allowed host gives. A URL is fetched, so call it outside of transactions.
 *
 * @throws Problem 400 `unreachable_address` for other hosts and schemes, `blob_unavailable` for an answer that is no file
 */
export async function readBlob(
  { state, services, signal }: { state: StateReader; services: Services; signal?: AbortSignal },
  blob: BlobRecord,
): Promise<BlobContent> {
  const file = blob.file_id === null ? undefined : state.get('storedFiles', blob.file_id);
  if (file !== undefined) {
    const { content_type: contentType, filename, archive } = file;
    return { contentType, filename, open: () => services.files.open(archive) };
  }
  if (blob.url === null) return readValue(blob);
  const decoded = decodeDataUrl(blob.url);
  if (decoded !== undefined) {
    const { bytes, contentType } = decoded;
    return { contentType, filename: null, open: () => toChunks(bytes) };
  }
  const fetched = await fetchFile(blob.url, { services, ...(signal === undefined ? {} : { signal }) });
  return { ...fetched, filename: blob.details?.filename ?? null, open: () => toChunks(fetched.bytes) };
}

/** What a URL on an allowed host gives. */
export async function fetchFile(
  url: string,
  { services, signal }: { services: Services; signal?: AbortSignal },
): Promise<{ readonly bytes: Uint8Array; readonly contentType: string }> {
  const { status, headers, bytes } = await services.outbound(url, signal === undefined ? {} : { signal });
  if (status < 200 || status > 299) {
    throw badRequest('blob_unavailable', `${url} answered ${status}; a file has to come with 200.`, { url, status });
  }
  const type = (headers.get('content-type') ?? 'application/octet-stream').split(';')[0] ?? '';
  return { bytes, contentType: type.trim().toLowerCase() };
}

function readValue({ data }: BlobRecord): BlobContent {
  const isText = typeof data === 'string';
  const bytes = new TextEncoder().encode(isText ? data : JSON.stringify(data));
  return { contentType: isText ? 'text/plain' : 'application/json', filename: null, open: () => toChunks(bytes) };
}
