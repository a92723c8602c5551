import type { BucketsObjectsCreateParams } from '../../generated/methods.js';

/** Fields of the object by the bucket's schema, and which of them the file is. */
export interface FileObjectParams {
  /** Field of the schema that the file belongs to. Default: the only one of its kind, else the only one for files. */
  property?: string | undefined;
  /** Values of the other fields. */
  fields?: Readonly<Record<string, unknown>> | undefined;
  /** Namespace id or name. Default: the client's. */
  namespace_id?: string | undefined;
}

export interface UrlObjectParams
  extends
    FileObjectParams,
    Pick<BucketsObjectsCreateParams, 'policy' | 'auto_process' | 'skip_duplicates' | 'key_prefix'> {
  /** Media type, where the address does not end like a file name. */
  content_type?: string | undefined;
}
