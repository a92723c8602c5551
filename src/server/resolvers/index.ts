import { agentResolvers } from './agents.js';
import { alertResolvers } from './alerts.js';
import { documentResolvers } from './documents.js';
import { eventJobs } from '../events/dispatch.js';
import { extractorResolvers } from './extractors.js';
import { healthResolvers } from './health.js';
import { inferenceResolvers } from './inference.js';
import { modelJobs, modelResolvers } from './models.js';
import { presignedJobs } from '../presigned.js';
import { namespaceDocumentResolvers } from './namespace-documents.js';
import { namespaceJobs, namespaceResolvers } from './namespaces.js';
import { orgModelResolvers } from './org-models.js';
import { retrieverResolvers } from './retrievers.js';
import type { JobTable, ResolverTable } from './table.js';
import { taskJobs, taskResolvers } from './tasks.js';
import { webhookJobs, webhookResolvers } from './webhooks.js';

/** Behaviour of every operation that this server implements, by operation id. */
export const resolvers: ResolverTable = {
  ...agentResolvers,
  ...alertResolvers,
  ...documentResolvers,
  ...extractorResolvers,
  ...healthResolvers,
  ...inferenceResolvers,
  ...modelResolvers,
  ...namespaceDocumentResolvers,
  ...namespaceResolvers,
  ...orgModelResolvers,
  ...retrieverResolvers,
  ...taskResolvers,
  ...webhookResolvers,
};

/** What happens later on the clock, by kind of job. */
export const jobs: JobTable = {
  ...eventJobs,
  ...modelJobs,
  ...namespaceJobs,
  ...presignedJobs,
  ...taskJobs,
  ...webhookJobs,
};
