import type { JsonObject } from '../../internal/json.js';
import { compileFilter } from '../engine/filter.js';
import { idOf } from '../find-record.js';
import { isJsonObject } from '../json-object.js';
import { unprocessable } from '../problem.js';
import type { BucketRecord, CollectionRecord, CollectionSource, NamespaceRecord } from '../records.js';
import type { StateReader } from '../context.js';
import { missingReference, requireCollectionId } from './find-collection.js';
import { namingPlace } from '../retriever/engine-problem.js';

interface Scope {
  readonly state: StateReader;
  readonly namespace: NamespaceRecord;
}

/**
 * Reads `source`: ids in place of names, every one of them checked.
 *
 * @param ownId the collection that is being changed: it may not read from itself, however far around
 * @throws Problem 404 naming the field of a bucket or collection that does not exist, 422 for a source that cannot be
 */
export function readSource(source: JsonObject, scope: Scope, ownId?: string): CollectionSource {
  const filters = readFilters(source);
  if (source['type'] === 'bucket') {
    refuseOther(source, ['collection_id', 'collection_ids'], 'bucket');
    const given = listOf(source, 'bucket_ids');
    if (given.length === 0) throw refuse('bucket_ids', 'required', 'names the buckets to read from; it is empty');
    const ids = given.map((id, index) => requireBucketId(scope, id, `source.bucket_ids[${index}]`));
    return { type: 'bucket', bucket_ids: [...new Set(ids)], collection_ids: [], filters };
  }
  if (source['type'] !== 'collection') {
    throw refuse('type', 'enum', `must be "bucket" or "collection", not ${JSON.stringify(source['type'])}`);
  }
  refuseOther(source, ['bucket_ids'], 'collection');
  const one = source['collection_id'];
  const several = listOf(source, 'collection_ids');
  const given: [string, string][] = [
    ...(typeof one === 'string' ? [[one, 'source.collection_id'] as [string, string]] : []),
    ...several.map((id, index): [string, string] => [id, `source.collection_ids[${index}]`]),
  ];
  if (given.length === 0) throw refuse('collection_id', 'required', 'names the collection to read from; it is missing');
  const ids = given.map(([id, path]) => requireCollectionId(scope, id, path));
  if (ownId !== undefined) refuseCycle(ids, scope.state, ownId);
  return { type: 'collection', bucket_ids: [], collection_ids: [...new Set(ids)], filters };
}

const bucketNameOf = ({ bucket_name: name }: Readonly<BucketRecord>): string => name;

export function requireBucketId(scope: Scope, idOrName: string, path: string): string {
  const id = idOf(scope, 'buckets', { idOrName, nameOf: bucketNameOf });
  if (id === undefined) throw missingReference(scope.namespace, { resource: 'bucket', id: idOrName, path });
  return id;
}

/** Buckets at the start of a collection's sources, through other collections. */
export function rootBucketIds(source: CollectionSource, state: StateReader): string[] {
  if (source.type === 'bucket') return source.bucket_ids;
  const found = ancestorsOf(source.collection_ids, state).flatMap((collection) => collection.source.bucket_ids);
  return [...new Set(found)];
}

/** These collections and all that they read from, nearest first. */
export function ancestorsOf(ids: readonly string[], state: StateReader): CollectionRecord[] {
  const found = new Map<string, CollectionRecord>();
  const waiting = [...ids];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const collection = found.has(id) ? undefined : state.get('collections', id);
    if (collection === undefined) continue;
    found.set(id, collection);
    waiting.push(...collection.source.collection_ids);
  }
  return [...found.values()];
}

function refuseCycle(ids: readonly string[], state: StateReader, ownId: string): void {
  const way = ancestorsOf(ids, state);
  if (!way.some(({ id }) => id === ownId)) return;
  const names = way.map((collection) => `"${collection.collection_name}"`).join(', ');
  throw refuse('collection_ids', 'cycle', `leads back to the collection itself, through ${names}`);
}

function readFilters(source: JsonObject): JsonObject | null {
  const given = source['source_filters'];
  const filters = isJsonObject(given) ? given['filters'] : undefined;
  if (!isJsonObject(filters)) return null;
  namingPlace('source.source_filters.filters', () => compileFilter(filters));
  return filters;
}

function refuseOther(source: JsonObject, names: readonly string[], type: string): void {
  const other = names.find((name) => source[name] !== undefined && source[name] !== null);
  if (other !== undefined) throw refuse(other, 'source_type', `does not go with the type "${type}"; leave it out`);
}

const listOf = (source: JsonObject, name: string): string[] => {
  const value = source[name];
  return Array.isArray(value) ? value.map(String) : [];
};

const refuse = (field: string, type: string, message: string): Error =>
  unprocessable([{ type, location: ['body', 'source', field], message }]);
