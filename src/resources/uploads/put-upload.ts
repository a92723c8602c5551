import { fileSource } from '#file-source';
import type { RequestOptions, Uploadable } from '../../call.js';
import { DecodeError } from '../../errors.js';
import type { BucketUpload, ConfirmUploadResponse, CreateUploadRequest } from '../../generated/schemas.js';
import type { FileSource } from '../../transport/file-source.js';
import { digestFile } from '../../transport/presigned-put.js';
import type { Transport } from '../../transport/transport.js';
import { contentTypeOf } from './content-type.js';

/** What an upload says about its file and the object made of it. What can be told from the file is filled in. */
export interface PutUploadParams extends Omit<CreateUploadRequest, 'filename' | 'content_type'> {
  /** Default: taken from the path or the File. */
  filename?: string;
  /** Media type. Default: by the ending of the name. */
  content_type?: string;
  /** Namespace id or name. Default: the client's. */
  namespace_id?: string;
}

export interface PutUploadOptions extends RequestOptions {
  /**
   * Whether the file's SHA-256 is found first and sent as `file_hash`: a file that the bucket has already is not sent
   * again, and other bytes are refused. The file is read twice for it. Default: yes, for what can be read twice.
   */
  checksum?: boolean | undefined;
}

/** What became of a file. */
export interface PutUploadResult {
  upload_id: string;
  /** The object made of it, or the one that has it already; null when there is none. */
  object_id: string | null;
  /** Whether the bucket had the file already, so that nothing was sent. */
  is_duplicate: boolean;
  /** The upload that brought the same file; null when this one did. */
  duplicate_of_upload_id: string | null;
  status: string;
  filename: string;
  /** SHA-256 in hex. */
  file_hash: string;
  file_size_bytes: number;
  message: string | null;
}

export interface PutUploadContext {
  readonly create: (bucketId: string, params: object, options: RequestOptions) => PromiseLike<BucketUpload>;
  readonly confirm: (
    target: ConfirmTarget,
    params: object,
    options: RequestOptions,
  ) => PromiseLike<ConfirmUploadResponse>;
  readonly put: Transport['put'];
}

export interface ConfirmTarget {
  readonly bucketId: string;
  readonly uploadId: string;
}

/** Creates the upload, puts the bytes and confirms them. */
export async function putUpload(
  {
    bucketId,
    source,
    params,
    options,
  }: {
    readonly bucketId: string;
    readonly source: Uploadable;
    readonly params: PutUploadParams;
    readonly options: PutUploadOptions;
  },
  context: PutUploadContext,
): Promise<PutUploadResult> {
  const { checksum, onProgress, ...request } = options;
  const { namespace_id: namespaceId, ...fields } = params;
  const scope = namespaceId === undefined ? {} : { namespace_id: namespaceId };
  const file = await fileSource(source, 'source');
  const filename = params.filename ?? file.filename;
  const contentType = params.content_type ?? contentTypeOf(filename);
  const digest = await digestFirst(file, { checksum, given: params.file_hash, signal: request.signal });
  const size = params.file_size_bytes ?? digest?.size ?? file.size;
  const hash = params.file_hash ?? digest?.sha256;
  const upload = await context.create(
    bucketId,
    {
      ...fields,
      ...scope,
      filename,
      content_type: contentType,
      // An empty file has no size that the service takes.
      ...(size === undefined || size === 0 ? {} : { file_size_bytes: size }),
      ...(hash === undefined ? {} : { file_hash: hash }),
    },
    request,
  );
  if (upload.is_duplicate === true || typeof upload.presigned_url !== 'string') {
    return {
      upload_id: upload.upload_id,
      object_id: upload.object_id ?? upload.existing_object_id ?? null,
      is_duplicate: true,
      duplicate_of_upload_id: upload.duplicate_of_upload_id ?? null,
      status: upload.status,
      filename,
      file_hash: hash ?? upload.file_hash ?? '',
      file_size_bytes: upload.file_size_bytes ?? size ?? 0,
      message: upload.message ?? null,
    };
  }
  const target = { bucketId, uploadId: upload.upload_id };
  const sent = await context.put(
    { url: upload.presigned_url, file, contentType },
    { ...request, ...(onProgress === undefined ? {} : { onProgress }) },
  );
  const sizeSent = sent.size === 0 ? {} : { file_size_bytes: sent.size };
  const etag = sent.etag === undefined ? {} : { etag: sent.etag };
  const done = await context.confirm(target, { ...scope, ...etag, ...sizeSent }, request);
  refuseOtherBytes(done, sent.sha256);
  return {
    upload_id: upload.upload_id,
    object_id: done.object_id ?? null,
    is_duplicate: false,
    duplicate_of_upload_id: null,
    status: done.status,
    filename,
    file_hash: sent.sha256,
    file_size_bytes: sent.size,
    message: done.message ?? null,
  };
}

interface DigestChoice {
  readonly checksum: boolean | undefined;
  /** The caller's own hash. */
  readonly given: string | null | undefined;
  readonly signal: AbortSignal | undefined;
}

function digestFirst(file: FileSource, { checksum = true, given, signal }: DigestChoice) {
  if (!checksum || !file.replayable || typeof given === 'string') return undefined;
  return digestFile(file, signal);
}

/** Only after the fact for a stream, whose hash is known when it has been sent. */
function refuseOtherBytes({ upload_id: id, file_hash: stored }: ConfirmUploadResponse, sent: string): void {
  if (typeof stored !== 'string' || stored === sent) return;
  throw new DecodeError(`Upload ${id} arrived damaged: its SHA-256 is ${stored}, and ${sent} was sent.`, {
    status: 200,
    requestId: undefined,
    excerpt: '',
  });
}
