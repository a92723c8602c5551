import type { StageCategory } from './stage.js';

/** Stages that the API documents and this server does not run yet, with the schema of their parameters. */
export const ABSENT_STAGES = {
  llm_filter: {
    category: 'filter',
    schema: 'StageParamsLlmFilter',
    description: 'Lets a language model decide which documents stay.',
  },
  agent_search: {
    category: 'filter',
    schema: 'StageParamsAgentSearch',
    description: 'Lets an agent search until it is satisfied.',
  },
  query_expand: {
    category: 'filter',
    schema: 'StageParamsQueryExpand',
    description: 'Searches several rewritings of the query.',
  },
  rerank: { category: 'sort', schema: 'StageParamsRerank', description: 'Rescores documents with a cross-encoder.' },
  score_normalize: {
    category: 'sort',
    schema: 'StageParamsScoreNormalize',
    description: 'Brings scores to a common scale.',
  },
  aggregate: {
    category: 'reduce',
    schema: 'StageParamsAggregate',
    description: 'Computes figures over groups of documents.',
  },
  temporal: {
    category: 'reduce',
    schema: 'StageParamsTemporal',
    description: 'Groups or compares documents over time.',
  },
  sample: { category: 'reduce', schema: 'StageParamsSample', description: 'Keeps a sample of the documents.' },
  summarize: {
    category: 'reduce',
    schema: 'StageParamsSummarize',
    description: 'Writes one summary of the documents.',
  },
  deduplicate: { category: 'reduce', schema: 'StageParamsDeduplicate', description: 'Drops repeated documents.' },
  group_by: { category: 'reduce', schema: 'StageParamsGroupBy', description: 'Groups documents by a field.' },
  cluster: { category: 'reduce', schema: 'StageParamsCluster', description: 'Groups documents that are alike.' },
  json_transform: {
    category: 'apply',
    schema: 'StageParamsJsonTransform',
    description: 'Reshapes each document by a template.',
  },
  rag_prepare: {
    category: 'apply',
    schema: 'StageParamsRagPrepare',
    description: 'Packs documents into a context for a language model.',
  },
  external_web_search: {
    category: 'apply',
    schema: 'StageParamsExternalWebSearch',
    description: 'Adds results of a web search.',
  },
  api_call: { category: 'apply', schema: 'StageParamsApiCall', description: 'Adds what an HTTP API answers.' },
  sql_lookup: { category: 'apply', schema: 'StageParamsSqlLookup', description: 'Adds rows of a database.' },
  cross_compare: {
    category: 'apply',
    schema: 'StageParamsCrossCompare',
    description: 'Compares documents with those of another collection.',
  },
  web_scrape: { category: 'apply', schema: 'StageParamsWebScrape', description: 'Adds the content of web pages.' },
  unwind: { category: 'apply', schema: 'StageParamsUnwind', description: 'Makes one document per item of a list.' },
  code_execution: {
    category: 'apply',
    schema: 'StageParamsCodeExecution',
    description: 'Runs code over the documents.',
  },
  llm_enrich: {
    category: 'enrich',
    schema: 'StageParamsLlmEnrich',
    description: 'Adds a field that a language model writes.',
  },
  taxonomy_enrich: {
    category: 'enrich',
    schema: 'StageParamsTaxonomyEnrich',
    description: 'Adds labels of a taxonomy.',
  },
  document_enrich: {
    category: 'enrich',
    schema: 'StageParamsDocumentEnrich',
    description: 'Adds fields of related documents.',
  },
  agentic_enrich: {
    category: 'enrich',
    schema: 'StageParamsAgenticEnrich',
    description: 'Adds fields that an agent researches.',
  },
} as const satisfies Record<string, { category: StageCategory; schema: string; description: string }>;
