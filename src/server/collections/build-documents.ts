import type { JsonObject, JsonValue } from '../../internal/json.js';
import { ownAcl } from '../document-access.js';
import type { EngineDocument } from '../engine/index.js';
import { readPath } from '../engine/read-path.js';
import { ExtractionError } from '../extractors/extraction-error.js';
import type { ExtractedDocument } from '../extractors/extractor.js';
import type { BlobRecord, CollectionRecord } from '../records.js';
import { copiesEverything } from './derive-schemas.js';
import type { Extracted } from './extract-source.js';
import type { SourceItem } from './source-item.js';

export interface BuildParts {
  readonly collection: CollectionRecord;
  readonly standIn: string | undefined;
  readonly batch: {
    readonly id: string;
    readonly tier: number;
    readonly includeHistory: boolean;
    readonly principalId: string | null;
  };
  /** ISO time. */
  readonly now: string;
  readonly sha256: (content: string) => string;
}

/** The documents that a collection keeps of one source. Processing it again gives the same ids. */
export function buildDocuments(item: SourceItem, extracted: Extracted, parts: BuildParts): EngineDocument[] {
  const copied = copyFields(item, parts.collection);
  return extracted.documents.map((document) => {
    const id = documentId(item, document.key, parts);
    const payload: JsonObject = {
      ...copied,
      ...document.fields,
      collection_id: parts.collection.id,
      _internal: internalsOf({ id, item, document, extracted }, parts),
    };
    return { id, payload, vectors: { ...document.vectors } };
  });
}

/** 80 bits of the hash: stable for the same piece of the same source. */
const documentId = (item: SourceItem, key: string, { collection, sha256 }: BuildParts): string =>
  `doc_${sha256(`${collection.id}\n${item.id}\n${key}`).slice(0, 20)}`;

/** What sources have beside their own fields. */
const NOT_COPIED: ReadonlySet<string> = new Set(['_internal', 'document_id', 'collection_id', 'object_id']);

function copyFields(item: SourceItem, { feature_extractor: config }: CollectionRecord): JsonObject {
  const fields: JsonObject = {};
  if (copiesEverything(config)) {
    const files = new Set(item.blobs.map(({ property }) => property));
    for (const [name, value] of Object.entries(item.fields)) {
      if (!NOT_COPIED.has(name) && !files.has(name)) fields[name] = value;
    }
  }
  for (const { source_path: path, target_path: target, default: fallback, required } of config.field_passthrough) {
    const value = valueAt(item.fields, path) ?? fallback;
    if (value !== undefined) setPath(fields, (target ?? path).split('.'), value);
    else if (required) {
      throw new ExtractionError('validation', `The source has no "${path}", which field_passthrough requires.`);
    }
  }
  return fields;
}

function valueAt(fields: JsonObject, path: string): JsonValue | undefined {
  const values = readPath(fields, path);
  return values.length > 1 ? values : values[0];
}

function setPath(target: JsonObject, [key, ...rest]: readonly string[], value: JsonValue): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const nested: JsonObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  target[key] = nested;
  setPath(nested, rest, value);
}

interface Subject {
  readonly id: string;
  readonly item: SourceItem;
  readonly document: ExtractedDocument;
  readonly extracted: Extracted;
}

function internalsOf({ id, item, document, extracted }: Subject, parts: BuildParts): JsonObject {
  const { collection, batch, now, standIn } = parts;
  const { lineage } = item;
  const extractorId = collection.feature_extractor.feature_extractor_id;
  const step: JsonObject = {
    collection_id: collection.id,
    feature_extractor_id: extractorId,
    document_id: id,
    timestamp: now,
  };
  return {
    namespace_id: collection.namespace_id,
    document_id: id,
    collection_id: collection.id,
    lineage: {
      root_object_id: lineage.rootObjectId,
      root_bucket_id: lineage.rootBucketId,
      source_type: item.kind === 'object' ? 'bucket' : 'collection',
      source_object_id: item.kind === 'object' ? item.id : null,
      source_document_id: item.kind === 'document' ? item.id : null,
      source_collection_id: item.kind === 'document' ? lineage.collectionId : null,
      path: `${lineage.path}/${collection.id}`,
      chain: [...lineage.chain, step],
    },
    processing: {
      source_url: item.blobs.find(({ url }) => url !== null && !url.startsWith('data:'))?.url ?? null,
      detected_mime_type: extracted.file?.mimeType ?? null,
      batch_id: batch.id,
      tier_num: batch.tier,
      ...(standIn === undefined ? {} : { stand_in: standIn }),
      ...(batch.includeHistory ? { history: [{ ...step, step: 'extract', batch_id: batch.id }] } : {}),
    },
    source_blobs: item.blobs.map(toSourceBlob),
    modality: document.modality,
    mime_type: extracted.file?.mimeType ?? (document.modality === 'text' ? 'text/plain' : null),
    size_bytes: extracted.file?.size ?? null,
    content_hash: extracted.contentHash,
    ...(item.acl === null ? ownAcl(batch.principalId) : { _acl: item.acl }),
  };
}

/** As documents keep the files that they were made from; a `data:` URL is too long to be repeated. */
const toSourceBlob = (blob: BlobRecord): JsonObject => ({
  blob_id: blob.blob_id,
  property: blob.property,
  type: blob.type,
  url: blob.url === null || blob.url.startsWith('data:') ? null : blob.url,
  file_id: blob.file_id,
  filename: blob.details?.filename ?? null,
  size_bytes: blob.details?.size_bytes ?? null,
  mime_type: blob.details?.mime_type ?? null,
  hash: blob.details?.hash ?? null,
});
