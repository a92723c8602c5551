import type { BucketsObjectsCreateParams } from '../../generated/methods.js';

/** What an object made of a file has beside the file. */
export interface FileObjectParams extends Pick<
  BucketsObjectsCreateParams,
  'policy' | 'auto_process' | 'skip_duplicates' | 'key_prefix' | 'namespace_id'
> {
  /** Field of the schema that the file belongs to. Default: the only one of its kind, else the only one for files. */
  property?: string | undefined;
  /** Values of the other fields, by the bucket's schema. */
  fields?: Readonly<Record<string, unknown>> | undefined;
  /** Media type. Default: by the ending of the name or the address. */
  content_type?: string | undefined;
}
