import { comparison as bulkUpsert } from './bulk-upsert/comparison.js';
import { comparison as bundle } from './bundle/comparison.js';
import { comparison as cli } from './cli/comparison.js';
import { comparison as consumerTypes } from './consumer-types/comparison.js';
import { comparison as consumerTypesLarge } from './consumer-types-large/comparison.js';
import { comparison as generate } from './generate/comparison.js';
import type { Comparison } from './harness/comparison.js';
import { comparison as msw } from './msw/comparison.js';
import { comparison as requests } from './requests/comparison.js';
import { comparison as search } from './search/comparison.js';
import { comparison as serverCalls } from './server-calls/comparison.js';
import { comparison as serverRequests } from './server-requests/comparison.js';
import { comparison as serverStart } from './server-start/comparison.js';
import { comparison as serverUpsert } from './server-upsert/comparison.js';
import { comparison as startup } from './startup/comparison.js';
import { comparison as upload } from './upload/comparison.js';
import { comparison as upsertMany } from './upsert-many/comparison.js';

/** In the order of `results.md`. */
export const comparisons: readonly Comparison[] = [
  requests,
  bulkUpsert,
  upsertMany,
  upload,
  search,
  startup,
  cli,
  bundle,
  consumerTypes,
  consumerTypesLarge,
  generate,
  serverRequests,
  serverCalls,
  serverUpsert,
  serverStart,
  msw,
];
