import { documentResolvers } from './documents.js';
import { eventJobs } from '../events/dispatch.js';
import { extractorResolvers } from './extractors.js';
import { healthResolvers } from './health.js';
import { inferenceResolvers } from './inference.js';
import { manifestResolvers } from './manifest.js';
import { migrationJobs, migrationResolvers } from './migrations.js';
import { modelJobs, modelResolvers } from './models.js';
import { presignedJobs } from '../presigned.js';
import { namespaceDocumentResolvers } from './namespace-documents.js';
import { namespaceJobs, namespaceResolvers } from './namespaces.js';
import { orgModelResolvers } from './org-models.js';
import { pluginJobs, pluginResolvers } from './plugins.js';
import { retrieverResolvers } from './retrievers.js';
import type { JobTable, ResolverTable } from './table.js';
import { taskJobs, taskResolvers } from './tasks.js';
import { templateResolvers } from './templates.js';

/** Behaviour of every operation that this server implements, by operation id. */
export const resolvers: ResolverTable = {
  ...documentResolvers,
  ...extractorResolvers,
  ...healthResolvers,
  ...inferenceResolvers,
  ...manifestResolvers,
  ...migrationResolvers,
  ...modelResolvers,
  ...namespaceDocumentResolvers,
  ...namespaceResolvers,
  ...orgModelResolvers,
  ...pluginResolvers,
  ...retrieverResolvers,
  ...taskResolvers,
  ...templateResolvers,
};

/** What happens later on the clock, by kind of job. */
export const jobs: JobTable = {
  ...eventJobs,
  ...migrationJobs,
  ...modelJobs,
  ...namespaceJobs,
  ...pluginJobs,
  ...presignedJobs,
  ...taskJobs,
};
