import { eventJobs } from '../events/dispatch.js';
import { presignedJobs } from '../presigned.js';
import { agentResolvers } from './agents.js';
import { alertResolvers } from './alerts.js';
import { analyticsResolvers } from './analytics.js';
import { appResolvers } from './apps.js';
import { batchJobs, batchResolvers } from './batches.js';
import { benchmarkJobs, benchmarkResolvers } from './benchmarks.js';
import { bucketObjectResolvers } from './bucket-objects.js';
import { bucketSyncJobs, bucketSyncResolvers } from './bucket-syncs.js';
import { bucketUploadJobs, bucketUploadResolvers } from './bucket-uploads.js';
import { bucketResolvers } from './buckets.js';
import { clusterJobs, clusterResolvers } from './clusters.js';
import { collectionDocumentResolvers } from './collection-documents.js';
import { collectionJobs, collectionResolvers } from './collections.js';
import { connectionResolvers } from './connections.js';
import { discoveryResolvers } from './discovery.js';
import { documentResolvers } from './documents.js';
import { evaluationJobs, evaluationResolvers } from './evaluations.js';
import { extractorResolvers } from './extractors.js';
import { healthResolvers } from './health.js';
import { inferenceResolvers } from './inference.js';
import { interactionResolvers } from './interactions.js';
import { learnedFusionResolvers } from './learned-fusion.js';
import { lineageResolvers } from './lineage.js';
import { manifestResolvers } from './manifest.js';
import { marketplaceResolvers } from './marketplace.js';
import { migrationJobs, migrationResolvers } from './migrations.js';
import { modelJobs, modelResolvers } from './models.js';
import { namespaceDocumentResolvers } from './namespace-documents.js';
import { namespaceJobs, namespaceResolvers } from './namespaces.js';
import { notificationResolvers } from './notifications.js';
import { orgModelResolvers } from './org-models.js';
import { organizationJobs, organizationResolvers } from './organizations.js';
import { pageResolvers } from './pages.js';
import { pluginJobs, pluginResolvers } from './plugins.js';
import { publicRetrieverResolvers } from './public-retrievers.js';
import { publishedRetrieverResolvers } from './published-retrievers.js';
import { quickstartResolvers } from './quickstart.js';
import { resourceSearchResolvers } from './resource-search.js';
import { retrieverKeyResolvers } from './retriever-keys.js';
import { retrieverResolvers } from './retrievers.js';
import type { JobTable, ResolverTable } from './table.js';
import { taskJobs, taskResolvers } from './tasks.js';
import { taxonomyJobs, taxonomyResolvers } from './taxonomies.js';
import { templateResolvers } from './templates.js';
import { triggerJobs, triggerResolvers } from './triggers.js';
import { webhookJobs, webhookResolvers } from './webhooks.js';

/** Behaviour of every operation that this server implements, by operation id. */
export const resolvers: ResolverTable = {
  ...agentResolvers,
  ...alertResolvers,
  ...analyticsResolvers,
  ...appResolvers,
  ...batchResolvers,
  ...benchmarkResolvers,
  ...bucketObjectResolvers,
  ...bucketResolvers,
  ...bucketSyncResolvers,
  ...bucketUploadResolvers,
  ...clusterResolvers,
  ...collectionDocumentResolvers,
  ...collectionResolvers,
  ...connectionResolvers,
  ...discoveryResolvers,
  ...documentResolvers,
  ...evaluationResolvers,
  ...extractorResolvers,
  ...healthResolvers,
  ...inferenceResolvers,
  ...interactionResolvers,
  ...learnedFusionResolvers,
  ...lineageResolvers,
  ...manifestResolvers,
  ...marketplaceResolvers,
  ...migrationResolvers,
  ...modelResolvers,
  ...namespaceDocumentResolvers,
  ...namespaceResolvers,
  ...notificationResolvers,
  ...orgModelResolvers,
  ...organizationResolvers,
  ...pageResolvers,
  ...pluginResolvers,
  ...publicRetrieverResolvers,
  ...publishedRetrieverResolvers,
  ...quickstartResolvers,
  ...resourceSearchResolvers,
  ...retrieverKeyResolvers,
  ...retrieverResolvers,
  ...taskResolvers,
  ...taxonomyResolvers,
  ...templateResolvers,
  ...triggerResolvers,
  ...webhookResolvers,
};

/** What happens later on the clock, by kind of job. */
export const jobs: JobTable = {
  ...batchJobs,
  ...benchmarkJobs,
  ...bucketSyncJobs,
  ...bucketUploadJobs,
  ...clusterJobs,
  ...collectionJobs,
  ...evaluationJobs,
  ...eventJobs,
  ...migrationJobs,
  ...modelJobs,
  ...namespaceJobs,
  ...organizationJobs,
  ...pluginJobs,
  ...presignedJobs,
  ...taskJobs,
  ...taxonomyJobs,
  ...triggerJobs,
  ...webhookJobs,
};
