import type { JsonObject, JsonValue } from '../../internal/json.js';
import { collectionsOf } from '../collections/find-collection.js';
import type { Caller, RequestContext } from '../context.js';
import { canRead, readableBy } from '../document-access.js';
import type { NamespaceIndex } from '../engine/index.js';
import type { CollectionRecord, NamespaceRecord, RetrieverRecord } from '../records.js';
import { retrieversOf } from '../resolvers/retrievers/find.js';
import { isJsonObject } from '../json-object.js';
import { overlap, wordsOf } from './words.js';

/** What an agent can see: a namespace with everything in it that its caller may read. */
export interface World {
  readonly namespace: NamespaceRecord;
  readonly retrievers: readonly RetrieverRecord[];
  readonly collections: readonly CollectionRecord[];
  readonly documents: VisibleDocuments;
}

export interface VisibleDocuments {
  readonly size: number;
  /** In order of id. */
  ids(): readonly string[];
  /** Without what the server keeps beside the fields. */
  payload(id: string): JsonObject | undefined;
}

export const lookAround = ({ namespace, state, caller }: RequestContext): World => ({
  namespace,
  retrievers: retrieversOf(namespace.id, state),
  collections: collectionsOf(state, namespace.id),
  documents: seeDocuments(state.documents(namespace.id).view('head'), caller),
});

function seeDocuments(index: NamespaceIndex, caller: Caller): VisibleDocuments {
  const readable = readableBy(caller);
  return {
    size: readable === undefined ? index.size : index.select(readable).length,
    ids: () => index.select(readable),
    payload(id) {
      const payload = index.payload(id);
      if (payload === undefined || !canRead(payload, caller)) return undefined;
      return Object.fromEntries(Object.entries(payload).filter(([name]) => !name.startsWith('_')));
    },
  };
}

/** The retriever that a text names, by id or name. */
export function namedRetriever(text: string, { retrievers }: World): RetrieverRecord | undefined {
  const spoken = new Set(wordsOf(text));
  const lower = text.toLowerCase();
  return retrievers.find(
    ({ id, retriever_name: name }) =>
      spoken.has(id.toLowerCase()) || spoken.has(name.toLowerCase()) || lower.includes(`"${name.toLowerCase()}"`),
  );
}

/** The retriever that fits a topic best: by its name and description first; any that takes a text will do. */
export function fittingRetriever(topic: readonly string[], { retrievers }: World): RetrieverRecord | undefined {
  const ranked = retrievers
    .filter((retriever) => fillInputs(retriever, 'x') !== undefined && textInputOf(retriever) !== undefined)
    .map((retriever) => ({ retriever, fit: overlap(topic, describeRetriever(retriever)) }));
  // The first of equals: the order is that of creation, so the same question has the same answer.
  return ranked.toSorted((a, b) => b.fit - a.fit)[0]?.retriever;
}

const describeRetriever = ({ retriever_name: name, definition }: RetrieverRecord): string =>
  `${name.replaceAll(/[-_]/g, ' ')} ${typeof definition['description'] === 'string' ? definition['description'] : ''}`;

const inputSchemaOf = ({ definition }: RetrieverRecord): JsonObject =>
  isJsonObject(definition['input_schema']) ? definition['input_schema'] : {};

function textInputOf(retriever: RetrieverRecord): string | undefined {
  const entry = Object.entries(inputSchemaOf(retriever)).find(
    ([, field]) => isJsonObject(field) && (field['type'] === 'text' || field['type'] === 'string'),
  );
  return entry?.[0];
}

/** Inputs for a query: it goes into the first that takes a text. Undefined when another one is required. */
export function fillInputs(retriever: RetrieverRecord, query: string): JsonObject | undefined {
  const target = textInputOf(retriever);
  const inputs: Record<string, JsonValue> = {};
  for (const [name, field] of Object.entries(inputSchemaOf(retriever))) {
    if (!isJsonObject(field)) continue;
    if (name === target) inputs[name] = query;
    else if (field['required'] === true && (field['default'] ?? null) === null) return undefined;
  }
  return inputs;
}
