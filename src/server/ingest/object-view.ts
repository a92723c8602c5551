import type { JsonObject } from '../../internal/json.js';
import type { Services } from '../context.js';
import type { BlobRecord, ObjectRecord } from '../records.js';

/** Makes addresses that give files without a key; none when they were not asked for. */
export type Presign = ((fileId: string) => string) | undefined;

export const createPresign = (
  { origin, services }: { origin: string; services: Services },
  wanted: unknown,
): Presign => (wanted === true ? (fileId) => services.files.address(origin, fileId) : undefined);

/** The object as the API describes it: fields of the schema at the top level. */
export function toObjectView(object: ObjectRecord, presign?: Presign): JsonObject {
  return {
    // First, so that no field hides what every object has.
    ...object.fields,
    object_id: object.id,
    bucket_id: object.bucket_id,
    key_prefix: object.key_prefix,
    blobs: object.blobs.map((blob) => toBlobView(blob, presign)),
    source_details: object.source_details,
    status: object.status,
    error: object.error,
    created_at: object.created_at,
    updated_at: object.updated_at,
  };
}

function toBlobView(blob: BlobRecord, presign: Presign): JsonObject {
  const { blob_id, property, key_prefix, type, url, data, upload_id, file_id, metadata, details } = blob;
  const content: JsonObject = {
    ...(url === null ? {} : { url }),
    ...(url === null && upload_id === null ? { data } : {}),
    ...(upload_id === null ? {} : { upload_id }),
    ...(presign === undefined || file_id === null ? {} : { presigned_url: presign(file_id) }),
  };
  return {
    blob_id,
    property,
    key_prefix,
    type,
    properties: { ...metadata, ...content },
    details: details === null ? {} : { ...details },
  };
}
