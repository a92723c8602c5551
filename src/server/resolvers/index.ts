import { batchJobs, batchResolvers } from './batches.js';
import { discoveryResolvers } from './discovery.js';
import { clusterJobs, clusterResolvers } from './clusters.js';
import { bucketObjectResolvers } from './bucket-objects.js';
import { bucketSyncJobs, bucketSyncResolvers } from './bucket-syncs.js';
import { bucketUploadJobs, bucketUploadResolvers } from './bucket-uploads.js';
import { bucketResolvers } from './buckets.js';
import { connectionResolvers } from './connections.js';
import { collectionDocumentResolvers } from './collection-documents.js';
import { collectionJobs, collectionResolvers } from './collections.js';
import { appResolvers } from './apps.js';
import { benchmarkJobs, benchmarkResolvers } from './benchmarks.js';
import { documentResolvers } from './documents.js';
import { eventJobs } from '../events/dispatch.js';
import { evaluationJobs, evaluationResolvers } from './evaluations.js';
import { extractorResolvers } from './extractors.js';
import { healthResolvers } from './health.js';
import { inferenceResolvers } from './inference.js';
import { manifestResolvers } from './manifest.js';
import { migrationJobs, migrationResolvers } from './migrations.js';
import { lineageResolvers } from './lineage.js';
import { interactionResolvers } from './interactions.js';
import { learnedFusionResolvers } from './learned-fusion.js';
import { marketplaceResolvers } from './marketplace.js';
import { modelJobs, modelResolvers } from './models.js';
import { presignedJobs } from '../presigned.js';
import { namespaceDocumentResolvers } from './namespace-documents.js';
import { namespaceJobs, namespaceResolvers } from './namespaces.js';
import { orgModelResolvers } from './org-models.js';
import { pluginJobs, pluginResolvers } from './plugins.js';
import { organizationJobs, organizationResolvers } from './organizations.js';
import { resourceSearchResolvers } from './resource-search.js';
import { pageResolvers } from './pages.js';
import { publicRetrieverResolvers } from './public-retrievers.js';
import { publishedRetrieverResolvers } from './published-retrievers.js';
import { retrieverKeyResolvers } from './retriever-keys.js';
import { retrieverResolvers } from './retrievers.js';
import type { JobTable, ResolverTable } from './table.js';
import { taskJobs, taskResolvers } from './tasks.js';
import { quickstartResolvers } from './quickstart.js';
import { templateResolvers } from './templates.js';
import { taxonomyJobs, taxonomyResolvers } from './taxonomies.js';
import { triggerJobs, triggerResolvers } from './triggers.js';

/** Behaviour of every operation that this server implements, by operation id. */
export const resolvers: ResolverTable = {
  ...batchResolvers,
  ...discoveryResolvers,
  ...clusterResolvers,
  ...bucketObjectResolvers,
  ...bucketResolvers,
  ...bucketSyncResolvers,
  ...bucketUploadResolvers,
  ...connectionResolvers,
  ...collectionDocumentResolvers,
  ...collectionResolvers,
  ...appResolvers,
  ...benchmarkResolvers,
  ...documentResolvers,
  ...evaluationResolvers,
  ...extractorResolvers,
  ...healthResolvers,
  ...inferenceResolvers,
  ...manifestResolvers,
  ...migrationResolvers,
  ...lineageResolvers,
  ...interactionResolvers,
  ...learnedFusionResolvers,
  ...marketplaceResolvers,
  ...modelResolvers,
  ...namespaceDocumentResolvers,
  ...namespaceResolvers,
  ...organizationResolvers,
  ...orgModelResolvers,
  ...pluginResolvers,
  ...resourceSearchResolvers,
  ...pageResolvers,
  ...publicRetrieverResolvers,
  ...publishedRetrieverResolvers,
  ...retrieverKeyResolvers,
  ...retrieverResolvers,
  ...taskResolvers,
  ...quickstartResolvers,
  ...templateResolvers,
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
  ...migrationJobs,
  ...modelJobs,
  ...namespaceJobs,
  ...pluginJobs,
  ...bucketSyncJobs,
  ...bucketUploadJobs,
  ...organizationJobs,
  ...presignedJobs,
  ...taskJobs,
  ...taxonomyJobs,
  ...triggerJobs,
};
