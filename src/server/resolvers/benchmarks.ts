import { advanceBenchmark } from './benchmarks/advance.js';
import {
  createBenchmark,
  deleteBenchmark,
  findBenchmark,
  listBenchmarks,
  toBenchmarkView,
} from './benchmarks/create.js';
import type { JobTable, ResolverTable } from './table.js';

export const benchmarkResolvers = {
  'retrievers.benchmarks.create': {
    fidelity: 'behavioural',
    note: 'Sessions are interactions with known inputs; there are no figures by taxonomy node. Times are those of this server.',
    resolve: createBenchmark,
  },
  'retrievers.benchmarks.list': { fidelity: 'exact', resolve: listBenchmarks },
  'retrievers.benchmarks.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toBenchmarkView(findBenchmark(context)) }),
  },
  'retrievers.benchmarks.delete': { fidelity: 'exact', resolve: deleteBenchmark },
} satisfies ResolverTable;

export const benchmarkJobs = { 'benchmarks.advance': advanceBenchmark } satisfies JobTable;
