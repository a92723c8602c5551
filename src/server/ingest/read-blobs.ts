import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { decodeDataUrl } from '../data-url.js';
import { filledTextOrNull, isJsonObject, objectsOf, textOf } from '../json-object.js';
import { badRequest, Problem, unprocessable } from '../problem.js';
import type { BlobDetails, BlobRecord, BucketRecord, SchemaFieldType } from '../records.js';
import { FILE_TYPES, isFileUrl } from './field-value.js';

type Context = Pick<RequestContext, 'state' | 'services'>;

/** Whether files given by URL are copied, and whether again. */
export interface MirrorChoice {
  readonly canonicalize: boolean;
  readonly again: boolean;
}

export interface ReadBlobs {
  readonly blobs: BlobRecord[];
  /** Ids of blobs whose file is to be copied. */
  readonly toMirror: string[];
}

/**
 * The blobs of a request: each has its content by `data` (or `url`) or by `upload_id`.
 *
 * @throws Problem 422 naming the blob without content; 404 for an unknown upload
 */
export function readBlobs(
  value: JsonValue | undefined,
  bucket: BucketRecord,
  { state, services, body, where = ['body'] }: Context & { body: JsonObject; where?: readonly (string | number)[] },
): ReadBlobs {
  const toMirror: string[] = [];
  const blobs = objectsOf(value).map((request, index): BlobRecord => {
    const at = { bucket, state, services, location: [...where, 'blobs', index] };
    const content = readContent(request, at);
    const choice = {
      canonicalize: (request['canonicalize_source'] ?? body['canonicalize_source'] ?? true) === true,
      again: (request['force_remirror'] ?? body['force_remirror'] ?? false) === true,
    };
    const source = content.url !== null && /^https?:/i.test(content.url) ? content.url : undefined;
    const copy = source !== undefined && choice.canonicalize && !choice.again ? findCopy(source, at) : undefined;
    const blob: BlobRecord = {
      blob_id: services.id('blob'),
      property: textOf(request, 'property'),
      type: textOf(request, 'type') as SchemaFieldType,
      key_prefix: filledTextOrNull(request['key_prefix']) ?? filledTextOrNull(body['key_prefix']),
      metadata: isJsonObject(request['metadata']) ? request['metadata'] : {},
      ...content,
      ...copy,
    };
    if (source !== undefined && choice.canonicalize && copy === undefined) toMirror.push(blob.blob_id);
    return blob;
  });
  return { blobs, toMirror };
}

interface Place extends Context {
  readonly bucket: BucketRecord;
  readonly location: readonly (string | number)[];
}

type Content = Pick<BlobRecord, 'url' | 'data' | 'upload_id' | 'file_id' | 'details'>;

const NOTHING: Content = { url: null, data: null, upload_id: null, file_id: null, details: null };

function readContent(request: JsonObject, place: Place): Content {
  const { data = null, url = null, upload_id: uploadId = null } = request;
  const given = [data ?? url, uploadId].filter((value) => value !== null);
  if (given.length !== 1 || (data !== null && url !== null)) {
    const message = 'needs its content once: as data (or url), or as upload_id';
    throw unprocessable([{ type: 'blob_content', location: place.location, message }]);
  }
  if (typeof uploadId === 'string') return readUpload(uploadId, place);
  const value = data ?? url;
  const type = textOf(request, 'type') as SchemaFieldType;
  const isFile = FILE_TYPES.has(type);
  const isUrl = typeof value === 'string' && isFileUrl(value);
  if (isFile && !isUrl) {
    const message = `must be the URL of a file (https:, s3:, data:), and is ${JSON.stringify(value).slice(0, 80)}`;
    throw unprocessable([{ type: 'url', location: [...place.location, data === null ? 'url' : 'data'], message }]);
  }
  // A short string that is a URL is the value itself; a text may be in a file.
  const isTextFile = type === 'text' && isUrl && /^(https?|s3|gs|data):/i.test(value);
  if (typeof value === 'string' && (isFile || isTextFile || url !== null)) return readUrl(value, place);
  return { ...NOTHING, data: value, details: describeValue(value, place.services) };
}

function readUrl(url: string, { services, location }: Place): Content {
  if (!/^data:/i.test(url)) return { ...NOTHING, url, details: describeUrl(url) };
  const decoded = decodeDataUrl(url);
  if (decoded === undefined) {
    const message = 'is no data: URL: after its comma there must be text, or base64 when it says so';
    throw unprocessable([{ type: 'url', location: [...location, 'data'], message }]);
  }
  const { bytes, contentType } = decoded;
  const hash = services.sha256(bytes);
  return { ...NOTHING, url, details: { filename: null, size_bytes: bytes.length, mime_type: contentType, hash } };
}

function readUpload(uploadId: string, { state, bucket, location }: Place): Content {
  const upload = state.get('bucketUploads', uploadId);
  if (upload === undefined || upload.bucket_id !== bucket.id) {
    throw new Problem({
      status: 404,
      message: `${location.join('.')}.upload_id: bucket "${bucket.bucket_name}" has no upload ${uploadId}.`,
      details: { resource: 'upload', id: uploadId, field: [...location, 'upload_id'].join('.') },
    });
  }
  const file = upload.file_id === null ? undefined : state.get('storedFiles', upload.file_id);
  if (file === undefined) {
    const message = `Upload ${uploadId} is ${upload.status}. Confirm it before an object takes its file.`;
    throw badRequest('upload_not_confirmed', message, { upload_id: uploadId, status: upload.status });
  }
  const details = { filename: file.filename, size_bytes: file.size, mime_type: file.content_type, hash: file.sha256 };
  return { ...NOTHING, upload_id: uploadId, file_id: file.id, details };
}

/** A copy that the bucket has of a URL already. */
function findCopy(url: string, { state, bucket }: Place): Pick<BlobRecord, 'file_id' | 'details'> | undefined {
  const [id] = state.ids('storedFiles', (file) => file.source_url === url && file.bucket_id === bucket.id);
  const file = id === undefined ? undefined : state.get('storedFiles', id);
  if (file === undefined) return undefined;
  const details = { filename: file.filename, size_bytes: file.size, mime_type: file.content_type, hash: file.sha256 };
  return { file_id: file.id, details };
}

function describeUrl(url: string): BlobDetails {
  return { filename: fileNameOf(url), size_bytes: null, mime_type: null, hash: null };
}

/** The last part of a URL's path; null when it ends with a slash. */
export function fileNameOf(url: string): string | null {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  if (name === '') return null;
  try {
    return decodeURIComponent(name);
  } catch {
    // A percent sign that encodes nothing.
    return name;
  }
}

function describeValue(value: JsonValue, services: Context['services']): BlobDetails {
  const isText = typeof value === 'string';
  const bytes = new TextEncoder().encode(isText ? value : JSON.stringify(value));
  return {
    filename: null,
    size_bytes: bytes.length,
    mime_type: isText ? 'text/plain' : 'application/json',
    hash: services.sha256(bytes),
  };
}
