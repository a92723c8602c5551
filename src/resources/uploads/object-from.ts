import { fileSource } from '#file-source';
import type { RequestOptions, Uploadable } from '../../call.js';
import { ValidationError } from '../../errors.js';
import type { Bucket, BucketObject } from '../../generated/schemas.js';
import { contentTypeOf, fieldTypeOf } from './content-type.js';
import type { FileObjectParams } from './object-params.js';
import { putUpload, type PutUploadContext, type PutUploadOptions } from './put-upload.js';

type Scope = { namespace_id?: string };

export interface FromUrlCalls {
  readonly getBucket: (scope: Scope, options: RequestOptions) => PromiseLike<Bucket>;
  readonly create: (body: object, options: RequestOptions) => PromiseLike<BucketObject>;
}

export interface FromUrl {
  readonly url: string;
  readonly params: FileObjectParams;
  readonly options: RequestOptions;
}

export async function objectFromUrl({ url, params, options }: FromUrl, calls: FromUrlCalls): Promise<BucketObject> {
  const { property, fields = {}, content_type: given, namespace_id: _namespace, ...rest } = params;
  const scope = scopeOf(params);
  if (!URL.canParse(url)) throw refuse('url', `is ${JSON.stringify(url)}, which is no URL.`);
  const bucket = await calls.getBucket(scope, options);
  const contentType = given ?? contentTypeOf(new URL(url).pathname);
  const target = findProperty(bucket, { property, contentType });
  const blobs = [{ property: target.name, type: target.type, data: url }];
  return calls.create({ ...fields, ...rest, ...scope, blobs }, options);
}

export interface FromFileCalls extends FromUrlCalls {
  readonly upload: PutUploadContext;
}

export interface FromFile {
  readonly bucketId: string;
  readonly source: Uploadable;
  readonly params: FileObjectParams;
  readonly options: PutUploadOptions;
}

/** The file is uploaded on its own, so that an object is made of it also when the bucket has the file already. */
export async function objectFromFile(
  { bucketId, source, params, options }: FromFile,
  { upload, getBucket, create }: FromFileCalls,
): Promise<BucketObject> {
  const { property, fields = {}, content_type: given, namespace_id: _namespace, ...rest } = params;
  const scope = scopeOf(params);
  const { checksum: _checksum, onProgress: _onProgress, ...request } = options;
  const file = await fileSource(source, 'source');
  const contentType = given ?? contentTypeOf(file.filename);
  const target = findProperty(await getBucket(scope, request), { property, contentType });
  const description = { content_type: contentType, create_object_on_confirm: false };
  const done = await putUpload({ bucketId, source: file, params: { ...description, ...scope }, options }, upload);
  const uploadId = done.duplicate_of_upload_id ?? done.upload_id;
  const blobs = [{ property: target.name, type: target.type, upload_id: uploadId }];
  return create({ ...fields, ...rest, ...scope, blobs }, request);
}

const scopeOf = ({ namespace_id: id }: Pick<FileObjectParams, 'namespace_id'>): Scope =>
  id === undefined ? {} : { namespace_id: id };

const FILE_TYPES: ReadonlySet<string> = new Set(['image', 'audio', 'video', 'pdf', 'excel']);

/** As the service does for uploads: the named field, else the only one of the kind, else the only one for files. */
function findProperty(
  bucket: Bucket,
  { property, contentType }: { property: string | undefined; contentType: string },
): { readonly name: string; readonly type: string } {
  const fields = Object.entries(bucket.bucket_schema?.properties ?? {}).map(([name, { type }]) => ({ name, type }));
  const only = (matches: (type: string) => boolean) => {
    const found = fields.filter(({ type }) => matches(type));
    return found.length === 1 ? found[0] : undefined;
  };
  const kind = fieldTypeOf(contentType);
  const target =
    property === undefined
      ? (only((type) => type === kind) ?? only((type) => FILE_TYPES.has(type)))
      : fields.find(({ name }) => name === property);
  if (target !== undefined) return target;
  const names = fields.map(({ name, type }) => `${name} (${type})`).join(', ') || 'none';
  const wanted = property === undefined ? 'is needed to say which field the file is' : `"${property}" is no field`;
  throw refuse('property', `${wanted}. Bucket "${bucket.bucket_name}" has ${names}.`);
}

const refuse = (path: string, message: string): ValidationError =>
  new ValidationError(`${path} ${message}`, { fieldErrors: [{ path, message, location: 'body' }] });
