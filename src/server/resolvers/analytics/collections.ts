import type { JsonObject } from '../../../internal/json.js';
import {
  collectionFailuresIn,
  collectionRunsIn,
  timePerDocument,
  type CollectionRun,
} from '../../analytics/collection-runs.js';
import { extractorReports, type ExtractorReport } from '../../analytics/extractor-runs.js';
import { failureKinds } from '../../analytics/failures.js';
import { between, DAY_MS, isWithin, lookBack, type Period } from '../../analytics/period.js';
import { rateOf, round, sumOf } from '../../analytics/share.js';
import { timesOf } from '../../analytics/times.js';
import { documentIdsOf } from '../../collections/documents-of.js';
import { findCollection } from '../../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import type { ClusterRecord } from '../../records.js';
import { readDates, readHours, readUnit } from './read-period.js';
import { toMetrics } from './views.js';

export function collectionOverview(context: RequestContext): ResolverResult {
  const { state, services } = context;
  const collection = findCollection(context);
  const now = services.clock.now();
  const created = documentTimes(collection.id, context);
  const runs = runsOf(collection.id, between(0, now + 1), context);
  const last = created.reduce((latest, at) => Math.max(latest, at), -Infinity);
  const countSince = (ms: number): number => created.filter((at) => isWithin(at, lookBack(ms, now))).length;
  return {
    body: {
      collection_id: collection.id,
      collection_name: collection.collection_name,
      total_documents: created.length,
      documents_last_24h: countSince(DAY_MS),
      documents_last_7d: countSince(7 * DAY_MS),
      avg_processing_time_ms: round(timePerDocument(runs), 3),
      success_rate: successRateOf(runs),
      active_taxonomies: collection.taxonomy_applications.length,
      active_clusters: state.ids('clusters', (cluster) => looksAt(cluster, collection.id)).length,
      last_indexed: created.length === 0 ? null : isoTime(last),
    },
  };
}

/** Documents of the collection that are there, by when they came; those that were deleted are not known any more. */
export function collectionGrowth(context: RequestContext): ResolverResult {
  const { id } = findCollection(context);
  const [period, unit] = [readDates(context), readUnit(context)];
  const created = documentTimes(id, context).filter((at) => isWithin(at, period));
  const runs = runsOf(id, period, context);
  return {
    body: {
      collection_id: id,
      time_range: period.range,
      metrics: toMetrics(created, { unit, at: (at) => at }, (own, { start, end }) =>
        toGrowth(
          own,
          runs.filter(({ at }) => at >= start && at < end),
        ),
      ),
      summary: toGrowth(created, runs),
    },
  };
}

/** A document that came without a batch, by a request, succeeded and took no time of an extractor. */
function toGrowth(created: readonly number[], runs: readonly CollectionRun[]): JsonObject {
  const failed = sumOf(runs.map((run) => run.failed));
  return {
    documents_added: created.length,
    success_rate: rateOf(created.length, created.length + failed),
    avg_latency_ms: round(timePerDocument(runs), 3),
  };
}

/** Runs of batches by when they ended. A document took its part of the run. */
export function collectionLatency(context: RequestContext): ResolverResult {
  const { id } = findCollection(context);
  const [period, unit] = [readHours(context), readUnit(context)];
  const runs = runsOf(id, period, context).filter(({ written }) => written > 0);
  return {
    body: {
      collection_id: id,
      time_range: period.range,
      metrics: toMetrics(runs, { unit, at: ({ at }) => at }, toLatency),
      // A run is timed as a whole, so no document is known to be slower than another.
      slowest_documents: [],
    },
  };
}

function toLatency(runs: readonly CollectionRun[]): JsonObject {
  const perDocument = runs.flatMap((run) => new Array<number>(run.written).fill(run.durationMs / run.written));
  const { count, average, p95, p99 } = timesOf(perDocument);
  return { document_count: count, avg_latency_ms: average, p95_latency_ms: p95, p99_latency_ms: p99 };
}

export function collectionExtractors(context: RequestContext): ResolverResult {
  const { id } = findCollection(context);
  const period = readHours(context);
  const runs = runsOf(id, period, context);
  return {
    body: {
      collection_id: id,
      time_range: period.range,
      extractors: extractorReports(runs).map(toExtractorMetrics),
      summary: {
        total_executions: runs.length,
        documents_written: sumOf(runs.map(({ written }) => written)),
        success_rate: successRateOf(runs),
      },
    },
  };
}

/** How the extractors of all collections of the namespace fared. */
export function extractorPerformance(context: RequestContext): ResolverResult {
  const { state, namespace, query } = context;
  const period = readHours(context);
  const only = query['extractor_name'];
  const reports = extractorReports(collectionRunsIn(period, { state, namespaceId: namespace.id })).filter(
    ({ name }) => typeof only !== 'string' || name === only,
  );
  return { body: { time_range: period.range, extractors: reports.map(toExtractorMetrics) } };
}

/** An execution is a source: one that became documents, or one that failed. */
const toExtractorMetrics = ({ name, version, times, written, failed, successRate }: ExtractorReport): JsonObject => ({
  extractor_name: name,
  version,
  execution_count: written + failed,
  success_count: written,
  failure_count: failed,
  success_rate: successRate,
  avg_latency_ms: times.average,
  p95_latency_ms: times.p95,
  p99_latency_ms: times.p99,
});

export function collectionFailures(context: RequestContext): ResolverResult {
  const { id } = findCollection(context);
  const { state, namespace } = context;
  const period = readHours(context);
  const failures = collectionFailuresIn(period, { state, namespaceId: namespace.id, collectionId: id });
  return {
    body: {
      collection_id: id,
      time_range: period.range,
      error_distribution: failureKinds(failures).map(({ type, count, percentage, message }) => ({
        error_type: type,
        count,
        percentage,
        recent_message: message,
      })),
      total_errors: failures.length,
    },
  };
}

/** When each document of the collection was made. */
function documentTimes(collectionId: string, { state, namespace }: RequestContext): number[] {
  const space = state.documents(namespace.id);
  return documentIdsOf(space.view('head'), collectionId).map((id) => Date.parse(space.times(id)?.created_at ?? ''));
}

const runsOf = (collectionId: string, period: Period, { state, namespace }: RequestContext): CollectionRun[] =>
  collectionRunsIn(period, { state, namespaceId: namespace.id, collectionId });

function successRateOf(runs: readonly CollectionRun[]): number {
  const written = sumOf(runs.map((run) => run.written));
  return rateOf(written, written + sumOf(runs.map((run) => run.failed)));
}

function looksAt({ definition }: Readonly<ClusterRecord>, collectionId: string): boolean {
  const ids = definition['collection_ids'];
  return Array.isArray(ids) && ids.includes(collectionId);
}
