import { batchDiagnostics } from './analytics/batches.js';
import { bucketHealth, bucketStorage, bucketUploads } from './analytics/buckets.js';
import { bucketUsage } from './analytics/bucket-usage.js';
import { clusterFailures, clusterHistory } from './analytics/clusters.js';
import {
  collectionExtractors,
  collectionFailures,
  collectionGrowth,
  collectionLatency,
  collectionOverview,
  extractorPerformance,
} from './analytics/collections.js';
import { syncComparison, syncPerformance } from './analytics/bucket-syncs.js';
import {
  engineBottlenecks,
  engineExtractors,
  enginePerformance,
  engineStages,
  slowOperations,
} from './analytics/engine.js';
import { indexSuggestions, indexUsage } from './analytics/indexes.js';
import { inferencePerformance } from './analytics/inference.js';
import {
  compoundPatterns,
  fieldPerformance,
  indexRecommendations,
  mostQueriedFields,
  namespaceSummary,
  slowQueries,
} from './analytics/namespaces.js';
import {
  retrieverCache,
  retrieverPerformance,
  retrieverSignals,
  retrieverSlowQueries,
  retrieverStages,
} from './analytics/retrievers.js';
import {
  taxonomyAssignments,
  taxonomyConfidence,
  taxonomyEnrichments,
  taxonomyLabels,
} from './analytics/taxonomies.js';
import { analyzeTuning } from './analytics/tuning.js';
import { usageSummary } from './analytics/usage.js';
import type { ResolverTable } from './table.js';

const EXECUTIONS =
  'Counts this server’s executions: those since it started, and of those before about 500 a namespace.';
const SYNCS = 'From the runs whose tasks are kept.';
const CLUSTERS = 'From the runs that are kept.';
const SINCE_START = 'Counts what this server measured since it started.';

const STORAGE = 'Counts objects that are there; those that were deleted are not known any more.';
const BATCHES = 'Times are those of the clock; a document took its part of the run that it was made in.';
const GROWTH = 'Counts documents that are there; those that were deleted are not known any more.';
const ASSIGNMENTS = 'Counts assignments that hold; a later application replaces an earlier one.';
const NO_CACHE = 'There is no cache: every execution is a miss.';
const SIGNALS = 'Notices errors, empty results and slow queries.';
const TUNING = 'Looks at the size, fusion and weights of the first search, by rules of its own.';

export const analyticsResolvers = {
  'analytics.buckets.health': { fidelity: 'behavioural', note: SINCE_START, resolve: bucketHealth },
  'analytics.buckets.storage': { fidelity: 'behavioural', note: STORAGE, resolve: bucketStorage },
  'analytics.buckets.syncComparison': { fidelity: 'behavioural', note: SYNCS, resolve: syncComparison },
  'analytics.buckets.syncPerformance': { fidelity: 'behavioural', note: SYNCS, resolve: syncPerformance },
  'analytics.buckets.uploadPerformance': { fidelity: 'behavioural', note: SINCE_START, resolve: bucketUploads },
  'analytics.buckets.usage': { fidelity: 'behavioural', note: STORAGE, resolve: bucketUsage },
  'analytics.clusters.executionHistory': { fidelity: 'behavioural', note: CLUSTERS, resolve: clusterHistory },
  'analytics.clusters.failures': { fidelity: 'behavioural', note: CLUSTERS, resolve: clusterFailures },
  'analytics.collections.extractors': { fidelity: 'behavioural', note: BATCHES, resolve: collectionExtractors },
  'analytics.collections.failures': { fidelity: 'behavioural', note: BATCHES, resolve: collectionFailures },
  'analytics.collections.growth': { fidelity: 'behavioural', note: GROWTH, resolve: collectionGrowth },
  'analytics.collections.latency': { fidelity: 'behavioural', note: BATCHES, resolve: collectionLatency },
  'analytics.collections.overview': { fidelity: 'behavioural', note: BATCHES, resolve: collectionOverview },
  'analytics.extractors.performance': { fidelity: 'behavioural', note: BATCHES, resolve: extractorPerformance },
  'analytics.indexes.suggestions': { fidelity: 'behavioural', note: EXECUTIONS, resolve: indexSuggestions },
  'analytics.indexes.usage': { fidelity: 'behavioural', note: EXECUTIONS, resolve: indexUsage },
  'analytics.inference.performance': { fidelity: 'behavioural', note: SINCE_START, resolve: inferencePerformance },
  'analytics.namespaces.fields.mostQueried': { fidelity: 'behavioural', note: EXECUTIONS, resolve: mostQueriedFields },
  'analytics.namespaces.fields.performance': { fidelity: 'behavioural', note: EXECUTIONS, resolve: fieldPerformance },
  'analytics.namespaces.indexes.compoundPatterns': {
    fidelity: 'behavioural',
    note: EXECUTIONS,
    resolve: compoundPatterns,
  },
  'analytics.namespaces.indexes.recommendations': {
    fidelity: 'behavioural',
    note: EXECUTIONS,
    resolve: indexRecommendations,
  },
  'analytics.namespaces.queries.slow': { fidelity: 'behavioural', note: EXECUTIONS, resolve: slowQueries },
  'analytics.namespaces.summary': { fidelity: 'behavioural', note: EXECUTIONS, resolve: namespaceSummary },
  'analytics.performance.batches.diagnostics': { fidelity: 'behavioural', note: BATCHES, resolve: batchDiagnostics },
  'analytics.performance.engine.summary': { fidelity: 'behavioural', note: SINCE_START, resolve: enginePerformance },
  'analytics.performance.engine.bottlenecks': {
    fidelity: 'behavioural',
    note: SINCE_START,
    resolve: engineBottlenecks,
  },
  'analytics.performance.engine.extractors': { fidelity: 'behavioural', note: SINCE_START, resolve: engineExtractors },
  'analytics.performance.engine.slowOperations': {
    fidelity: 'behavioural',
    note: SINCE_START,
    resolve: slowOperations,
  },
  'analytics.performance.engine.stages': { fidelity: 'behavioural', note: SINCE_START, resolve: engineStages },
  'analytics.retrievers.analyzeTuning': { fidelity: 'behavioural', note: TUNING, resolve: analyzeTuning },
  'analytics.retrievers.cachePerformance': { fidelity: 'behavioural', note: NO_CACHE, resolve: retrieverCache },
  'analytics.retrievers.performance': { fidelity: 'behavioural', note: EXECUTIONS, resolve: retrieverPerformance },
  'analytics.retrievers.signals': { fidelity: 'behavioural', note: SIGNALS, resolve: retrieverSignals },
  'analytics.retrievers.slowQueries': { fidelity: 'behavioural', note: EXECUTIONS, resolve: retrieverSlowQueries },
  'analytics.retrievers.stages': { fidelity: 'behavioural', note: EXECUTIONS, resolve: retrieverStages },
  'analytics.taxonomies.assignments': { fidelity: 'behavioural', note: ASSIGNMENTS, resolve: taxonomyAssignments },
  'analytics.taxonomies.confidence': { fidelity: 'behavioural', note: ASSIGNMENTS, resolve: taxonomyConfidence },
  'analytics.taxonomies.enrichments': { fidelity: 'behavioural', note: SINCE_START, resolve: taxonomyEnrichments },
  'analytics.taxonomies.labels': { fidelity: 'behavioural', note: ASSIGNMENTS, resolve: taxonomyLabels },
  'analytics.usage.summary': { fidelity: 'behavioural', note: SINCE_START, resolve: usageSummary },
} satisfies ResolverTable;
