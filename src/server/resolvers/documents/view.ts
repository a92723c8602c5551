import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { DocumentSpace } from '../../document-space.js';
import type { NamespaceIndex } from '../../engine/namespace-index.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { placePayload } from './place-payload.js';
import { selectFields } from './select-fields.js';

export interface ViewOptions {
  readonly returnVectors: boolean;
  /** `true`: all names. A list: those of them that the document has. */
  readonly returnVectorNames: boolean | readonly string[];
  /** Payload fields to show, dotted; all without it. */
  readonly select?: readonly string[] | undefined;
  /** Makes addresses of files that need no key; none are shown without it. */
  readonly presign?: ((fileId: string) => string) | undefined;
  /** Linked records of a document, by name. */
  readonly expand?: ((payload: JsonObject) => JsonObject) | undefined;
}

/** JSON, but for `vectors`: these are written out on the way, as the shortest numbers that are the same float32. */
export type DocumentView = Readonly<Record<string, unknown>>;

/** Where documents are read from. */
export interface DocumentSource {
  readonly namespaceId: string;
  readonly space: DocumentSpace;
  readonly index: NamespaceIndex;
}

/** Reads the switches of a request, from its query or its body. */
export function readViewOptions(values: Readonly<Record<string, unknown>>): ViewOptions {
  const names = values['return_vector_names'];
  const select = values['select'];
  return {
    returnVectors: values['return_vectors'] === true,
    returnVectorNames: Array.isArray(names) ? names.map(String) : names === true,
    select: Array.isArray(select) ? select.map(String) : undefined,
  };
}

/** A document as the API shows it: payload fields at the top level, beside what the service says about it. */
export function toDocumentView(id: string, source: DocumentSource, options: ViewOptions): DocumentView {
  const { index } = source;
  const { _internal: kept, ...payload } = index.payload(id) ?? {};
  const own = ownFields(id, { kept, times: source.space.times(id), namespaceId: source.namespaceId }, options);
  const needsVectors = options.returnVectors || options.returnVectorNames !== false;
  const vectors = needsVectors ? (index.get(id)?.vectors ?? {}) : {};
  if (options.returnVectorNames !== false) {
    const names = Object.keys(vectors).sort();
    const wanted = options.returnVectorNames;
    own['_vectors'] = wanted === true ? names : names.filter((name) => wanted.includes(name));
  }
  if (options.returnVectors) own['vectors'] = vectors;
  if (options.expand !== undefined) own['_expanded'] = options.expand({ ...payload, _internal: kept ?? null });
  // Whose document it is is told whatever was selected.
  const { collection_id: collection } = payload;
  const shown = options.select === undefined ? payload : selectFields(payload, options.select);
  return placePayload(collection === undefined ? shown : { collection_id: collection, ...shown }, own);
}

interface Kept {
  /** `_internal` of the stored payload. */
  readonly kept: JsonValue | undefined;
  readonly times: { readonly created_at: string; readonly updated_at: string } | undefined;
  readonly namespaceId: string;
}

/** What a document has besides its payload. */
export function ownFields(
  id: string,
  { kept, times, namespaceId }: Kept,
  { presign }: Pick<ViewOptions, 'presign'> = {},
): Record<string, unknown> {
  const internal = mergeInternals(kept, { namespaceId, times });
  const blobs = documentBlobs(internal, presign);
  return { document_id: id, ...(blobs.length === 0 ? {} : { document_blobs: blobs }), _internal: internal };
}

/** The files that a document was made from. */
export const documentBlobs = (internal: JsonValue | undefined, presign: ViewOptions['presign']): JsonObject[] =>
  isJsonObject(internal) ? objectsOf(internal['source_blobs']).map((blob) => toDocumentBlob(blob, presign)) : [];

/** What filters and sorts see beyond the payload. */
export function internals(id: string, { namespaceId, space, index }: DocumentSource): JsonObject {
  return mergeInternals(index.payload(id)?.['_internal'], { namespaceId, times: space.times(id) });
}

const mergeInternals = (kept: JsonValue | undefined, { namespaceId, times }: Omit<Kept, 'kept'>): JsonObject => ({
  ...(isJsonObject(kept) ? kept : {}),
  namespace_id: namespaceId,
  created_at: times?.created_at ?? null,
  updated_at: times?.updated_at ?? null,
});

const KINDS: ReadonlySet<JsonValue> = new Set(['video', 'image', 'audio', 'text', 'pdf']);

/** A source file as `document_blobs` shows it. */
function toDocumentBlob(blob: JsonObject, presign: ViewOptions['presign']): JsonObject {
  const { file_id: file = null, type = null } = blob;
  const id = textOf(blob, 'blob_id');
  return {
    field: blob['property'] ?? null,
    role: 'source',
    type: KINDS.has(type) ? type : 'other',
    url: blob['url'] ?? `mixpeek://blobs/${id}`,
    filename: blob['filename'] ?? null,
    size_bytes: blob['size_bytes'] ?? null,
    content_type: blob['mime_type'] ?? null,
    checksum: blob['hash'] ?? null,
    source_blob_id: id,
    ...(presign !== undefined && typeof file === 'string' ? { presigned_url: presign(file) } : {}),
  };
}
