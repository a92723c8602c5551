import { bucketHealth, bucketStorage, bucketUploads } from './analytics/buckets.js';
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
import { analyzeTuning } from './analytics/tuning.js';
import type { ResolverTable } from './table.js';

const EXECUTIONS =
  'Counts this server’s executions: those since it started, and of those before about 500 a namespace.';
const SINCE_START = 'Counts what this server measured since it started.';

const STORAGE = 'Counts objects that are there; those that were deleted are not known any more.';
const NO_CACHE = 'There is no cache: every execution is a miss.';
const SIGNALS = 'Notices errors, empty results and slow queries.';
const TUNING = 'Looks at the size, fusion and weights of the first search, by rules of its own.';

export const analyticsResolvers = {
  'analytics.buckets.health': { fidelity: 'behavioural', note: SINCE_START, resolve: bucketHealth },
  'analytics.buckets.storage': { fidelity: 'behavioural', note: STORAGE, resolve: bucketStorage },
  'analytics.buckets.syncComparison': { fidelity: 'behavioural', resolve: syncComparison },
  'analytics.buckets.syncPerformance': { fidelity: 'behavioural', resolve: syncPerformance },
  'analytics.buckets.uploadPerformance': { fidelity: 'behavioural', note: SINCE_START, resolve: bucketUploads },
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
} satisfies ResolverTable;
