import { fieldOf } from '../ranked-document.js';
import { sortByValue, type SortDirection } from './compare-documents.js';
import { defineStage } from './stage.js';

type Parameters = {
  field: string;
  direction?: SortDirection | null;
  nulls_last: boolean;
};

export const sortAttribute = defineStage<Parameters>({
  id: 'sort_attribute',
  category: 'sort',
  description: 'Orders documents by a field.',
  icon: 'arrow-up-down',
  schema: 'StageParamsSortAttribute',
  estimate: (inputCount) => inputCount,
  run: async (documents, { field, direction, nulls_last: nullsLast }) => ({
    documents: sortByValue(documents, {
      value: (document) => fieldOf(document, field),
      direction: direction ?? 'desc',
      missing: nullsLast ? 'last' : 'first',
    }),
  }),
});
