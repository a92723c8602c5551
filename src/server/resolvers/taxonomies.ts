import { analyzePaths, analyzeTransition, availableSteps } from './taxonomies/analytics.js';
import { applyTaxonomy, runApplication } from './taxonomies/apply.js';
import { cloneTaxonomy, createTaxonomy, createVersion, deleteTaxonomy, updateTaxonomy } from './taxonomies/change.js';
import { executeTaxonomy } from './taxonomies/execute.js';
import { getTaxonomy, listTaxonomies, listVersions } from './taxonomies/read.js';
import type { JobTable, ResolverTable } from './table.js';

const JOIN_NOTE =
  'Runs the retriever for each document, exactly; the strategy llm orders collections by their most telling words.';

export const taxonomyResolvers = {
  'taxonomies.create': { fidelity: 'exact', resolve: createTaxonomy },
  'taxonomies.list': { fidelity: 'exact', resolve: listTaxonomies },
  'taxonomies.get': { fidelity: 'exact', resolve: getTaxonomy },
  'taxonomies.update': { fidelity: 'exact', resolve: updateTaxonomy },
  'taxonomies.delete': { fidelity: 'exact', resolve: deleteTaxonomy },
  'taxonomies.clone': { fidelity: 'exact', resolve: cloneTaxonomy },
  'taxonomies.versions.list': { fidelity: 'exact', resolve: listVersions },
  'taxonomies.versions.create': { fidelity: 'exact', resolve: createVersion },
  'taxonomies.execute': { fidelity: 'behavioural', note: JOIN_NOTE, resolve: executeTaxonomy },
  'collections.applyTaxonomy': { fidelity: 'behavioural', note: JOIN_NOTE, resolve: applyTaxonomy },
  'taxonomies.analytics.availableSteps': { fidelity: 'exact', resolve: availableSteps },
  'taxonomies.analytics.paths': { fidelity: 'exact', resolve: analyzePaths },
  'taxonomies.analytics.transitions': {
    fidelity: 'behavioural',
    note: 'Covariates of embeddings are compared by equal values.',
    resolve: analyzeTransition,
  },
} satisfies ResolverTable;

export const taxonomyJobs = {
  'taxonomies.apply': runApplication,
} satisfies JobTable;
