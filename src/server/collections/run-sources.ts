import type { JobContext } from '../context.js';
import { compileFilter, type CompiledFilter } from '../engine/index.js';
import { isJsonObject } from '../json-object.js';
import type { BatchRecord, BatchRunRecord, CollectionRecord } from '../records.js';
import { toDocumentItem, toObjectItem, type SourceItem } from './source-item.js';

/** One collection of a batch, about to read. */
export interface Run {
  readonly batch: BatchRecord;
  readonly tier: number;
  readonly run: BatchRunRecord;
  readonly collection: CollectionRecord;
}

/** What a run reads, and how much of it the filters let through. */
export interface FoundSources {
  readonly ids: string[];
  readonly fetched: number;
  readonly filtered: number;
}

/** Objects or documents that a run has to process. An id of an object that is gone stays, and fails when it is read. */
export function findSources(run: Run, { state }: Pick<JobContext, 'state'>): FoundSources {
  const ids = candidatesOf(run, state);
  const filter = filterOf(run);
  const kept = ids.filter((id) => {
    const item = filter === undefined ? undefined : readItem(id, run, state);
    return item === undefined || filter === undefined || filter.matches({ id, payload: item.fields });
  });
  return { ids: kept, fetched: ids.length, filtered: kept.length };
}

function candidatesOf({ batch, tier, run, collection }: Run, state: JobContext['state']): string[] {
  if (tier === 0 && batch.type === 'BUCKET') {
    return batch.object_ids.filter((id) => {
      const object = state.get('objects', id);
      return object === undefined || collection.source.bucket_ids.includes(object.bucket_id);
    });
  }
  const index = state.documents(batch.namespace_id).view('head');
  if (tier === 0) {
    const sources = new Set<unknown>(collection.source.collection_ids);
    return batch.source_document_ids.filter((id) => sources.has(index.payload(id)?.['collection_id']));
  }
  const sources = new Set<unknown>(run.source_collection_ids);
  return index.ids().filter((id) => {
    const { collection_id: from, _internal: internal } = index.payload(id) ?? {};
    const processing = isJsonObject(internal) ? internal['processing'] : undefined;
    return sources.has(from) && isJsonObject(processing) && processing['batch_id'] === batch.id;
  });
}

function filterOf({ batch, tier, collection }: Run): CompiledFilter | undefined {
  const parts = [collection.source.filters, tier === 0 ? batch.source_filters : null].filter((part) => part !== null);
  return parts.length === 0 ? undefined : compileFilter({ AND: parts });
}

/** `undefined` when it is gone. */
export function readItem(id: string, { batch, tier }: Run, state: JobContext['state']): SourceItem | undefined {
  if (tier === 0 && batch.type === 'BUCKET') {
    const object = state.get('objects', id);
    return object === undefined ? undefined : toObjectItem(object);
  }
  return toDocumentItem(id, { index: state.documents(batch.namespace_id).view('head'), state });
}
