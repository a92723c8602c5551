import { clusterJobs, clusterResolvers } from './clusters.js';
import { batchJobs, batchResolvers } from './batches.js';
import { discoveryResolvers } from './discovery.js';
import { bucketObjectResolvers } from './bucket-objects.js';
import { bucketSyncJobs, bucketSyncResolvers } from './bucket-syncs.js';
import { bucketUploadJobs, bucketUploadResolvers } from './bucket-uploads.js';
import { bucketResolvers } from './buckets.js';
import { analyticsResolvers } from './analytics.js';
import { connectionResolvers } from './connections.js';
import { appResolvers } from './apps.js';
import { benchmarkJobs, benchmarkResolvers } from './benchmarks.js';
import { collectionDocumentResolvers } from './collection-documents.js';
import { collectionJobs, collectionResolvers } from './collections.js';
import { documentResolvers } from './documents.js';
import { eventJobs } from '../events/dispatch.js';
import { evaluationJobs, evaluationResolvers } from './evaluations.js';
import { extractorResolvers } from './extractors.js';
import { healthResolvers } from './health.js';
import { inferenceResolvers } from './inference.js';
import { interactionResolvers } from './interactions.js';
import { learnedFusionResolvers } from './learned-fusion.js';
import { marketplaceResolvers } from './marketplace.js';
import { lineageResolvers } from './lineage.js';
import { modelJobs, modelResolvers } from './models.js';
import { presignedJobs } from '../presigned.js';
import { namespaceDocumentResolvers } from './namespace-documents.js';
import { namespaceJobs, namespaceResolvers } from './namespaces.js';
import { orgModelResolvers } from './org-models.js';
import { organizationJobs, organizationResolvers } from './organizations.js';
import { resourceSearchResolvers } from './resource-search.js';
import { pageResolvers } from './pages.js';
import { publicRetrieverResolvers } from './public-retrievers.js';
import { publishedRetrieverResolvers } from './published-retrievers.js';
import { retrieverKeyResolvers } from './retriever-keys.js';
import { retrieverResolvers } from './retrievers.js';
import type { JobTable, ResolverTable } from './table.js';
import { taskJobs, taskResolvers } from './tasks.js';
import { taxonomyJobs, taxonomyResolvers } from './taxonomies.js';
import { triggerJobs, triggerResolvers } from './triggers.js';

/** Behaviour of every operation that this server implements, by operation id. */
export const resolvers: ResolverTable = {
  ...analyticsResolvers,
  ...clusterResolvers,
  ...batchResolvers,
  ...discoveryResolvers,
  ...bucketObjectResolvers,
  ...bucketResolvers,
  ...bucketSyncResolvers,
  ...bucketUploadResolvers,
  ...connectionResolvers,
  ...appResolvers,
  ...benchmarkResolvers,
  ...collectionDocumentResolvers,
  ...collectionResolvers,
  ...documentResolvers,
  ...evaluationResolvers,
  ...extractorResolvers,
  ...healthResolvers,
  ...inferenceResolvers,
  ...interactionResolvers,
  ...learnedFusionResolvers,
  ...marketplaceResolvers,
  ...lineageResolvers,
  ...modelResolvers,
  ...namespaceDocumentResolvers,
  ...namespaceResolvers,
  ...organizationResolvers,
  ...orgModelResolvers,
  ...resourceSearchResolvers,
  ...pageResolvers,
  ...publicRetrieverResolvers,
  ...publishedRetrieverResolvers,
  ...retrieverKeyResolvers,
  ...retrieverResolvers,
  ...taskResolvers,
  ...taxonomyResolvers,
  ...triggerResolvers,
};

/** What happens later on the clock, by kind of job. */
export const jobs: JobTable = {
  ...clusterJobs,
  ...benchmarkJobs,
  ...evaluationJobs,
  ...batchJobs,
  ...collectionJobs,
  ...eventJobs,
  ...modelJobs,
  ...namespaceJobs,
  ...bucketSyncJobs,
  ...bucketUploadJobs,
  ...organizationJobs,
  ...presignedJobs,
  ...taskJobs,
  ...taxonomyJobs,
  ...triggerJobs,
};
