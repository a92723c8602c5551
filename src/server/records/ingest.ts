import type { JsonObject, JsonValue } from '../../internal/json.js';

/** What comes into a namespace, and from where. */
export interface IngestTables {
  buckets: BucketRecord;
  objects: ObjectRecord;
  bucketUploads: BucketUploadRecord;
  syncs: SyncRecord;
  syncItems: SyncItemRecord;
  connections: ConnectionRecord;
}

export interface BucketRecord {
  id: string;
  namespace_id: string;
  bucket_name: string;
  description: string | null;
  bucket_schema: BucketSchema;
  unique_key: UniqueKey | null;
  metadata: JsonObject;
  /** When an object or a file last came in. */
  last_upload_at: string | null;
  created_at: string;
  updated_at: string;
}

export type UniqueKeyPolicy = 'insert' | 'update' | 'upsert';

export interface UniqueKey {
  fields: string[];
  default_policy: UniqueKeyPolicy | null;
}

/** `BucketSchema` of the document. */
export interface BucketSchema {
  properties: Record<string, SchemaField>;
}

export interface SchemaField {
  type: SchemaFieldType;
  default?: JsonValue;
  items?: SchemaField | null;
  properties?: Record<string, SchemaField> | null;
  enum?: JsonValue[] | null;
  required?: boolean | null;
}

export type SchemaFieldType =
  | 'string'
  | 'number'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'object'
  | 'array'
  | 'date'
  | 'datetime'
  | 'text'
  | 'image'
  | 'audio'
  | 'video'
  | 'pdf'
  | 'excel';

export interface ObjectRecord {
  id: string;
  namespace_id: string;
  bucket_id: string;
  key_prefix: string | null;
  /** Values of the schema's fields; those that came as blobs are there. */
  fields: JsonObject;
  blobs: BlobRecord[];
  /** What it was made from. */
  source_details: JsonObject[];
  status: string;
  error: string | null;
  /** Identity of the values of the unique key; null without one. */
  unique_key: string | null;
  /** SHA-256 over fields and contents: equal for equal objects. */
  content_hash: string;
  created_at: string;
  updated_at: string;
}

/** A file or a value of an object. `readBlob` gives its bytes. */
export interface BlobRecord {
  blob_id: string;
  property: string;
  type: SchemaFieldType;
  key_prefix: string | null;
  /** Where the file is, or was copied from; null for values and uploads. */
  url: string | null;
  /** The value itself; null for files. */
  data: JsonValue;
  upload_id: string | null;
  /** Its file here, in `storedFiles`; null when it is not kept. */
  file_id: string | null;
  metadata: JsonObject;
  details: BlobDetails | null;
}

export interface BlobDetails {
  filename: string | null;
  size_bytes: number | null;
  mime_type: string | null;
  hash: string | null;
}

export interface BucketUploadRecord {
  /** Also that of its presigned upload, while it waits for bytes. */
  id: string;
  namespace_id: string;
  bucket_id: string;
  /** The request that began it, with what was shared merged in. */
  request: JsonObject;
  s3_key: string;
  status: string;
  is_duplicate: boolean;
  duplicate_of_upload_id: string | null;
  skipped_unique_key: boolean;
  existing_object_id: string | null;
  message: string | null;
  file_size_bytes: number | null;
  file_hash: string | null;
  etag: string | null;
  object_id: string | null;
  task_id: string | null;
  /** Its file, once confirmed. */
  file_id: string | null;
  expires_at: string;
  completed_at: string | null;
  created_at: string;
}

export interface SyncRecord {
  id: string;
  namespace_id: string;
  bucket_id: string;
  connection_id: string;
  /** `SyncConfiguration` of the document. */
  sync: JsonObject;
  created_at: string;
}

/** Something that a sync brought, so that it is not brought again. */
export interface SyncItemRecord {
  id: string;
  namespace_id: string;
  sync_id: string;
  /** What the source calls it. */
  key: string;
  /** Of what it was: what has changed is brought again. */
  hash: string;
  object_id: string;
}

export interface ConnectionRecord {
  id: string;
  name: string;
  description: string | null;
  provider_type: string;
  /** With its secrets; views mask them. */
  provider_config: JsonObject;
  metadata: JsonObject;
  status: string;
  is_active: boolean;
  last_used_at: string | null;
  last_error: string | null;
  consecutive_failures: number;
  created_by_user_id: string;
  created_at: string;
  updated_at: string;
}
