import type { JsonObject } from '../../../internal/json.js';
import type { StateReader } from '../../context.js';

/** A document that goes back to an object. */
export interface MadeDocument {
  readonly id: string;
  readonly collection: string;
  /** Object or document that it was made from. */
  readonly source: string;
  /** Steps from the object. */
  readonly depth: number;
}

interface TreeParts {
  readonly depth: number;
  /** All documents of the object. */
  readonly documents: readonly MadeDocument[];
  readonly state: StateReader;
  readonly withIds: boolean;
}

/** A collection with the collections that went on from its documents. */
export function collectionNode(id: string, own: readonly MadeDocument[], parts: TreeParts): JsonObject {
  const { depth, documents, state, withIds } = parts;
  const record = state.get('collections', id);
  const ids = new Set(own.map((document) => document.id));
  const children = groupByCollection(documents.filter(({ source }) => ids.has(source)));
  return {
    collection_id: id,
    collection_name: record?.collection_name ?? null,
    feature_extractor_id: record?.feature_extractor.feature_extractor_id ?? null,
    depth,
    document_count: own.length,
    document_ids: withIds ? [...ids] : null,
    children: Array.from(children, ([child, made]) => collectionNode(child, made, { ...parts, depth: depth + 1 })),
  };
}

/** Documents by their collection, in their order. */
export function groupByCollection(documents: readonly MadeDocument[]): Map<string, MadeDocument[]> {
  const groups = new Map<string, MadeDocument[]>();
  for (const document of documents) {
    const group = groups.get(document.collection);
    if (group === undefined) groups.set(document.collection, [document]);
    else group.push(document);
  }
  return groups;
}
