import { createDataset, findDataset, listDatasets, toDatasetView } from './evaluations/datasets.js';
import { generateDataset } from './evaluations/generate.js';
import { getEvaluation, listEvaluations } from './evaluations/read.js';
import { beginEvaluation, finishEvaluation, startEvaluation } from './evaluations/run.js';
import type { JobTable, ResolverTable } from './table.js';

export const evaluationResolvers = {
  'retrievers.evaluations.datasets.create': { fidelity: 'exact', resolve: createDataset },
  'retrievers.evaluations.datasets.list': { fidelity: 'exact', resolve: listDatasets },
  'retrievers.evaluations.datasets.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toDatasetView(findDataset(context, context.path['dataset_id'] ?? '')) }),
  },
  'retrievers.evaluations.generateFromInteractions': {
    fidelity: 'behavioural',
    note: 'Queries whose inputs hold vectors are left out: executions do not keep those.',
    resolve: generateDataset,
  },
  'retrievers.evaluations.create': {
    fidelity: 'behavioural',
    note: 'Figures are computed over every document that the retriever finds; gains are linear.',
    resolve: startEvaluation,
  },
  'retrievers.evaluations.list': { fidelity: 'exact', resolve: listEvaluations },
  'retrievers.evaluations.get': { fidelity: 'exact', resolve: getEvaluation },
} satisfies ResolverTable;

export const evaluationJobs = {
  'evaluations.begin': beginEvaluation,
  'evaluations.finish': finishEvaluation,
} satisfies JobTable;
