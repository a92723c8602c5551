import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { DocumentSpace } from '../../document-space.js';
import type { NamespaceIndex } from '../../engine/namespace-index.js';
import { isJsonObject } from '../../json-object.js';
import { placePayload } from './place-payload.js';

export interface ViewOptions {
  readonly returnVectors: boolean;
  /** `true`: all names. A list: those of them that the document has. */
  readonly returnVectorNames: boolean | readonly string[];
  /** Payload fields to show, dotted; all without it. */
  readonly select?: readonly string[] | undefined;
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
  const { namespaceId, space, index } = source;
  const payload = index.payload(id) ?? {};
  const own: Record<string, unknown> = { document_id: id, _internal: internals(id, { namespaceId, space }) };
  const needsVectors = options.returnVectors || options.returnVectorNames !== false;
  const vectors = needsVectors ? (index.get(id)?.vectors ?? {}) : {};
  if (options.returnVectorNames !== false) {
    const names = Object.keys(vectors).sort();
    const wanted = options.returnVectorNames;
    own['_vectors'] = wanted === true ? names : names.filter((name) => wanted.includes(name));
  }
  if (options.returnVectors) {
    own['vectors'] = vectors;
  }
  return placePayload(options.select === undefined ? payload : selectFields(payload, options.select), own);
}

/** What filters and sorts see beyond the payload. */
export function internals(
  id: string,
  { namespaceId, space }: Pick<DocumentSource, 'namespaceId' | 'space'>,
): JsonObject {
  const times = space.times(id);
  return { namespace_id: namespaceId, created_at: times?.created_at ?? null, updated_at: times?.updated_at ?? null };
}

/** Keeps the given fields with the objects around them. A key that contains dots itself wins. */
function selectFields(payload: JsonObject, fields: readonly string[]): JsonObject {
  const kept: JsonObject = {};
  for (const field of fields) {
    if (Object.hasOwn(payload, field)) kept[field] = payload[field] ?? null;
    else copyPath(payload, kept, field.split('.'));
  }
  return kept;
}

function copyPath(from: JsonObject, to: JsonObject, [key, ...rest]: readonly string[]): void {
  if (key === undefined || !Object.hasOwn(from, key)) return;
  const value: JsonValue = from[key] ?? null;
  if (rest.length === 0) {
    to[key] = value;
    return;
  }
  if (!isJsonObject(value)) return;
  const present = to[key];
  const inner: JsonObject = isJsonObject(present) ? present : {};
  copyPath(value, inner, rest);
  if (Object.keys(inner).length > 0) to[key] = inner;
}
