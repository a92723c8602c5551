import { batchJobs } from '../collections/batch-jobs.js';
import { addObjects, createBatch, deleteBatch, updateBatch } from './batches/draft.js';
import { findBatch } from './batches/find.js';
import { diagnoseBatch, listBatches, listFailures, readLogs } from './batches/report.js';
import { cancelBatch, retryBatch, retryTier, rewriteTier, submitBatch } from './batches/run.js';
import { toBatchView } from './batches/view.js';
import type { ResolverTable } from './table.js';

export const batchResolvers = {
  'buckets.batches.create': { fidelity: 'exact', resolve: createBatch },
  'buckets.batches.list': { fidelity: 'exact', resolve: listBatches },
  'buckets.batches.get': { fidelity: 'exact', resolve: (context) => ({ body: toBatchView(findBatch(context).batch) }) },
  'buckets.batches.update': { fidelity: 'exact', resolve: updateBatch },
  'buckets.batches.delete': { fidelity: 'exact', resolve: deleteBatch },
  'buckets.batches.addObjects': { fidelity: 'exact', resolve: addObjects },
  'buckets.batches.submit': {
    fidelity: 'behavioural',
    note: 'Text is read, cut and embedded; the vectors of images, videos and sounds depend on their bytes alone.',
    resolve: submitBatch,
  },
  'buckets.batches.cancel': { fidelity: 'exact', resolve: cancelBatch },
  'buckets.batches.retry': { fidelity: 'exact', resolve: retryBatch },
  'buckets.batches.failedDocuments': { fidelity: 'exact', resolve: listFailures },
  'buckets.batches.logs': { fidelity: 'exact', resolve: readLogs },
  'buckets.batches.diagnose': {
    fidelity: 'behavioural',
    note: 'Sums up what failed here; there are no machines, so infrastructure_events is empty.',
    resolve: diagnoseBatch,
  },
  'buckets.batches.tiers.retry': {
    fidelity: 'behavioural',
    note: 'requires_gpu and priority change nothing: everything runs here, at once.',
    resolve: retryTier,
  },
  'buckets.batches.tiers.retryQdrantWrite': { fidelity: 'exact', resolve: rewriteTier },
} satisfies ResolverTable;

export { batchJobs };
