import type { StateReader } from '../context.js';
import type { BatchRunRecord, BatchTierRecord, CollectionRecord } from '../records.js';
import { collectionsOf } from './find-collection.js';

/**
 * The tiers of a batch: the first collections, then those that read from them, each as soon as all of its sources that
 * take part are done.
 */
export function planTiers(
  first: readonly CollectionRecord[],
  { state, namespaceId }: { state: StateReader; namespaceId: string },
): BatchTierRecord[] {
  const others = collectionsOf(state, namespaceId).filter(
    (one) => takesPart(one) && !first.some(({ id }) => id === one.id),
  );
  const tierOf = new Map(first.map(({ id }) => [id, 0]));
  // Sources come before their readers, since a reader can only be made of what is there; changed sources may turn that around.
  for (let changed = true; changed;) {
    changed = false;
    for (const { id, source } of others) {
      const tiers = source.collection_ids.flatMap((sourceId) => tierOf.get(sourceId) ?? []);
      const tier = Math.max(...tiers) + 1;
      if (tiers.length === 0 || tierOf.get(id) === tier) continue;
      tierOf.set(id, tier);
      changed = true;
    }
  }
  const members = [...first, ...others];
  const depth = Math.max(...tierOf.values(), -1) + 1;
  return Array.from({ length: depth }, (_, tier): BatchTierRecord => ({
    status: 'PENDING',
    task_id: null,
    started_at: null,
    completed_at: null,
    source_type: tier === 0 ? (first[0]?.source.type ?? 'bucket') : 'collection',
    runs: members
      .filter(({ id }) => tierOf.get(id) === tier)
      .map((collection) =>
        toRun(
          collection,
          collection.source.collection_ids.filter((id) => tier > 0 && tierOf.has(id)),
        ),
      ),
  }));
}

/** Whether batches run on a collection. */
export const takesPart = ({ enabled, lifecycle_state: state }: CollectionRecord): boolean =>
  enabled && state !== 'archived';

const toRun = (collection: CollectionRecord, sources: readonly string[]): BatchRunRecord => ({
  collection_id: collection.id,
  source_collection_ids: [...sources],
  feature_extractor_id: collection.feature_extractor.feature_extractor_id,
  status: 'PENDING',
  done: 0,
  source_ids: null,
  fetched: 0,
  filtered: 0,
  missing_inputs: 0,
  submitted: 0,
  written: 0,
  duration_ms: 0,
  started_at: null,
  completed_at: null,
});
