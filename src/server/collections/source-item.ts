import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import type { NamespaceIndex } from '../engine/index.js';
import { isJsonObject, objectsOf, textOrNull } from '../json-object.js';
import type { BlobRecord, ObjectRecord } from '../records.js';

/** Something that a collection reads: an object of a bucket, or a document of another collection. */
export interface SourceItem {
  readonly kind: 'object' | 'document';
  readonly id: string;
  /** What filters, mappings and passthrough see. */
  readonly fields: JsonObject;
  /** Its files; those of a document are the files of the object that it goes back to. */
  readonly blobs: readonly BlobRecord[];
  /** Vectors of a document, by index. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
  readonly lineage: ItemLineage;
  /** `_internal._acl` of a document. */
  readonly acl: JsonObject | null;
}

export interface ItemLineage {
  readonly rootObjectId: string | null;
  readonly rootBucketId: string | null;
  readonly collectionId: string | null;
  readonly path: string;
  /** Collections on the way so far. */
  readonly chain: readonly JsonObject[];
}

export function toObjectItem(object: ObjectRecord): SourceItem {
  const values = object.blobs.flatMap((blob): [string, JsonValue][] =>
    blob.data === null ? [] : [[blob.property, blob.data]],
  );
  return {
    kind: 'object',
    id: object.id,
    fields: { ...object.fields, ...Object.fromEntries(values), object_id: object.id },
    blobs: object.blobs.filter(isFile),
    vectors: {},
    lineage: {
      rootObjectId: object.id,
      rootBucketId: object.bucket_id,
      collectionId: null,
      path: `${object.bucket_id}/${object.id}`,
      chain: [],
    },
    acl: null,
  };
}

/** `undefined` when the document is gone. */
export function toDocumentItem(
  id: string,
  { index, state }: { index: NamespaceIndex; state: StateReader },
): SourceItem | undefined {
  const document = index.get(id);
  if (document === undefined) return undefined;
  const { _internal: kept, ...fields } = document.payload;
  const internal = isJsonObject(kept) ? kept : {};
  const lineage = isJsonObject(internal['lineage']) ? internal['lineage'] : {};
  const rootObjectId = textOrNull(lineage['root_object_id']);
  const object = rootObjectId === null ? undefined : state.get('objects', rootObjectId);
  return {
    kind: 'document',
    id,
    fields: { ...fields, document_id: id, _internal: internal },
    blobs: (object?.blobs ?? []).filter(isFile),
    vectors: document.vectors,
    lineage: {
      rootObjectId,
      rootBucketId: textOrNull(lineage['root_bucket_id']),
      collectionId: textOrNull(fields['collection_id']),
      path: textOrNull(lineage['path']) ?? textOrNull(fields['collection_id']) ?? id,
      chain: objectsOf(lineage['chain']),
    },
    acl: isJsonObject(internal['_acl']) ? internal['_acl'] : null,
  };
}

const isFile = ({ url, file_id: file, upload_id: upload }: BlobRecord): boolean =>
  url !== null || file !== null || upload !== null;
