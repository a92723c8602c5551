import type { JsonObject } from '../../../internal/json.js';
import { collectionIdOf, requireCollectionId } from '../../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import type { BatchFailureRecord } from '../../records.js';
import { findBatch } from './find.js';
import { adviceFor, countByKind, toBatchView, toFailureView } from './view.js';

export function listBatches(context: RequestContext): ResolverResult {
  const { body, state } = context;
  const bucket = findBucket(context);
  const named = body['collection_id'];
  const collection = typeof named === 'string' ? requireCollectionId(context, named, 'collection_id') : undefined;
  const ids = state.ids(
    'batches',
    (batch) =>
      batch.bucket_id === bucket.id &&
      (typeof body['status'] !== 'string' || batch.status === body['status']) &&
      (collection === undefined ||
        batch.tiers.some(({ runs }) => runs.some((run) => run.collection_id === collection))),
  );
  const offset = Number(body['offset'] ?? 0);
  const page = ids.toReversed().slice(offset, offset + Number(body['limit'] ?? 100));
  const results = page.flatMap((id) => state.get('batches', id) ?? []).map(toBatchView);
  return { body: { results, total_count: ids.length } };
}

export function listFailures(context: RequestContext): ResolverResult {
  const { query } = context;
  const { batch } = findBatch(context);
  const { tier_num: tier, collection_id: named } = query;
  // A collection that is gone still names its failures by id.
  const collection = typeof named === 'string' ? (collectionIdOf(context, named) ?? named) : undefined;
  const matches = batch.failures.filter(
    (failure) =>
      (typeof tier !== 'number' || failure.tier === tier) &&
      (collection === undefined || failure.collection_id === collection),
  );
  const limit = Number(query['limit'] ?? 100);
  const offset = Number(query['offset'] ?? 0);
  const results = matches.slice(offset, offset + limit).map(toFailureView);
  return { body: { batch_id: batch.id, results, total: matches.length, limit, offset } };
}

export function readLogs(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  const tier = context.query['tier_num'];
  const logs = batch.logs.filter((line) => typeof tier !== 'number' || line.tier_num === tier);
  return { body: { batch_id: batch.id, logs: logs.map((line) => ({ ...line })), total: logs.length } };
}

const SAMPLE = 10;

export function diagnoseBatch(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  const { failures } = batch;
  const perTier = batch.tiers.map((tier, number): JsonObject => {
    const own = failures.filter((failure) => failure.tier === number);
    return {
      tier_num: number,
      status: tier.status,
      failed_document_count: own.length,
      errors_by_type: countByKind(own) ?? {},
    };
  });
  return {
    body: {
      batch_id: batch.id,
      status: batch.status,
      failure_category: mainCause(failures),
      failed_document_count: failures.length,
      // There are no machines that could fail here.
      infrastructure_events: [],
      per_tier: perTier,
      failed_documents_sample: failures.slice(0, SAMPLE).map(toFailureView),
      recommendations: [...new Set(failures.map(adviceFor))],
    },
  };
}

/** Where most of the failures come from. */
function mainCause(failures: readonly BatchFailureRecord[]): string | null {
  const counts = new Map<string, number>();
  for (const { cause } of failures) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
