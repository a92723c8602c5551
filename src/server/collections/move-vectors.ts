import type { JobContext } from '../context.js';
import type { CollectionRecord, ColdVectorsRecord } from '../records.js';
import { documentIdsOf } from './documents-of.js';

type Context = Pick<JobContext, 'state' | 'tx'>;

/** Takes the vectors out of the index and puts them aside. Returns how many documents had some. */
export function freezeVectors(collection: CollectionRecord, context: Context): number {
  return stripVectors(collection, context, (id, vectors) => {
    const record: ColdVectorsRecord = {
      id: `${collection.id}/${id}`,
      namespace_id: collection.namespace_id,
      collection_id: collection.id,
      document_id: id,
      vectors: Object.fromEntries(Object.entries(vectors).map(([name, vector]) => [name, Array.from(vector)])),
    };
    context.tx.put('coldVectors', record);
  });
}

/** Puts vectors that were put aside back into the index; those of documents that are gone are dropped. */
export function thawVectors(collection: CollectionRecord, { state, tx }: Context): number {
  const space = state.documents(collection.namespace_id);
  const index = space.view('head');
  let thawed = 0;
  for (const id of state.ids('coldVectors', ({ collection_id: of }) => of === collection.id)) {
    const cold = state.get('coldVectors', id);
    const document = cold === undefined ? undefined : index.get(cold.document_id);
    const times = cold === undefined ? undefined : space.times(cold.document_id);
    tx.delete('coldVectors', id);
    if (cold === undefined || document === undefined || times === undefined) continue;
    const vectors = Object.fromEntries(
      Object.entries(cold.vectors).map(([name, numbers]) => [name, Float32Array.from(numbers)]),
    );
    // What was written since then is newer.
    tx.putDocuments(collection.namespace_id, [{ ...document, vectors: { ...vectors, ...document.vectors }, ...times }]);
    thawed += 1;
  }
  return thawed;
}

/** Removes the vectors of a collection for good, wherever they are. */
export function dropVectors(collection: CollectionRecord, context: Context): number {
  const { state, tx } = context;
  const cold = state.ids('coldVectors', ({ collection_id: of }) => of === collection.id);
  for (const id of cold) tx.delete('coldVectors', id);
  return cold.length + stripVectors(collection, context, () => undefined);
}

export const countCold = ({ id }: CollectionRecord, { state }: Pick<JobContext, 'state'>): number =>
  state.ids('coldVectors', ({ collection_id: of }) => of === id).length;

/** Documents of a collection that have vectors in the index. */
export function countHot(
  { id, namespace_id: namespace }: CollectionRecord,
  { state }: Pick<JobContext, 'state'>,
): number {
  const index = state.documents(namespace).view('head');
  return documentIdsOf(index, id).filter((one) => Object.keys(index.get(one)?.vectors ?? {}).length > 0).length;
}

function stripVectors(
  { id: collectionId, namespace_id: namespace }: CollectionRecord,
  { state, tx }: Context,
  keep: (id: string, vectors: Readonly<Record<string, Float32Array>>) => void,
): number {
  const space = state.documents(namespace);
  const index = space.view('head');
  let stripped = 0;
  for (const id of documentIdsOf(index, collectionId)) {
    const document = index.get(id);
    const times = space.times(id);
    if (document === undefined || times === undefined || Object.keys(document.vectors).length === 0) continue;
    keep(id, document.vectors);
    tx.putDocuments(namespace, [{ ...document, vectors: {}, ...times }]);
    stripped += 1;
  }
  return stripped;
}
