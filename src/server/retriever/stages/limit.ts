import { defineStage } from './stage.js';

type Parameters = {
  limit: number;
  offset: number;
};

export const limit = defineStage<Parameters>({
  id: 'limit',
  category: 'reduce',
  description: 'Keeps a slice of the documents.',
  icon: 'scissors',
  schema: 'StageParamsLimit',
  estimate: (inputCount, parameters) => Math.min(parameters.limit, Math.max(0, inputCount - parameters.offset)),
  run: async (documents, parameters) => ({
    documents: documents.slice(parameters.offset, parameters.offset + parameters.limit),
  }),
});
