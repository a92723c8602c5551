import { fieldOf, type RankedDocument } from '../ranked-document.js';
import type { NamespaceRecord } from '../../records.js';
import { refuseChoice } from '../parameter-problem.js';
import { sortByValue, type SortDirection } from './compare-documents.js';
import { requireVectorIndex } from './vector-index-name.js';
import { defineStage } from './stage.js';

type Parameters = {
  score_field: string;
  direction?: SortDirection | null;
  feature_address?: string | null;
  missing_score: string;
};

export const sortRelevance = defineStage<Parameters>({
  id: 'sort_relevance',
  category: 'sort',
  description: 'Orders documents by a score.',
  icon: 'arrow-down-wide-narrow',
  schema: 'StageParamsSortRelevance',
  check(parameters, { namespace, path }) {
    const { feature_address: address, missing_score: missing } = parameters;
    if (address !== undefined && address !== null)
      requireVectorIndex(address, { namespace, path: `${path}.feature_address` });
    refuseChoice(missing, { path: `${path}.missing_score`, allowed: ['bottom', 'top'] });
  },
  estimate: (inputCount) => inputCount,
  run: async (documents, parameters, { namespace, path }) => ({
    documents: sortByValue(documents, {
      value: scoreOf(parameters, { namespace, path }),
      direction: parameters.direction ?? 'desc',
      missing: parameters.missing_score === 'top' ? 'first' : 'last',
    }),
  }),
});

/** A value that is not a number counts as missing. */
function scoreOf(
  parameters: Parameters,
  context: { namespace: NamespaceRecord; path: string },
): (document: RankedDocument) => number | undefined {
  const { feature_address: address, score_field: field } = parameters;
  if (address !== undefined && address !== null) {
    const index = requireVectorIndex(address, context);
    return (document) => document.featureScores[index.name];
  }
  return (document) => {
    const value = fieldOf(document, field);
    return typeof value === 'number' ? value : undefined;
  };
}
