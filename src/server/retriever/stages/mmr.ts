import { mmr as pickByMmr } from '../../engine/index.js';
import { badRequest } from '../../problem.js';
import { withField } from '../field.js';
import { refuseChoice } from '../parameter-problem.js';
import { fieldOf, type RankedDocument } from '../ranked-document.js';
import {
  createSimilarity,
  SIMILARITY_METRICS,
  type DiversityFeature,
  type SimilarityMetric,
} from './mmr-similarity.js';
import { defineStage, type StageContext } from './stage.js';
import { requireVectorIndex } from './vector-index-name.js';

type Parameters = {
  lambda: number;
  top_k: number;
  diversity_feature_uri?: string | null;
  diversity_features?: { feature_uri: string; weight: number }[] | null;
  diversity_fields?: string[] | null;
  diversity_field_weights?: Record<string, number> | null;
  score_field: string;
  mmr_score_field: string;
  similarity_metric: string;
};

export const mmr = defineStage<Parameters>({
  id: 'mmr',
  category: 'sort',
  description: 'Picks documents that are relevant and unlike those already picked.',
  icon: 'shuffle',
  schema: 'StageParamsMmr',
  check(parameters, { namespace, path }) {
    namedFeatures(parameters)?.forEach(({ uri, place }) =>
      requireVectorIndex(uri, { namespace, path: `${path}.${place}` }),
    );
    refuseChoice(parameters.similarity_metric, { path: `${path}.similarity_metric`, allowed: SIMILARITY_METRICS });
  },
  estimate: (inputCount, parameters) => Math.min(inputCount, parameters.top_k),
  async run(documents, parameters, context) {
    const similarity = similarityOf(documents, parameters, context);
    const byId = new Map(documents.map((document) => [document.id, document]));
    const candidates = relevanceOf(documents, parameters.score_field);
    const picks = pickByMmr(candidates, {
      lambda: parameters.lambda,
      topK: parameters.top_k,
      similarity: (a, b) => similarity(byId.get(a.id) as RankedDocument, byId.get(b.id) as RankedDocument),
    });
    return {
      documents: picks.map(({ id, mmrScore }) => {
        const document = byId.get(id) as RankedDocument;
        return { ...document, computed: withField(document.computed, parameters.mmr_score_field, mmrScore) };
      }),
    };
  },
});

/** Scores brought to at most 1, the scale of similarities, best first. Without a number, a document counts as 0. */
function relevanceOf(documents: readonly RankedDocument[], field: string): { id: string; score: number }[] {
  const scored = documents.map((document) => {
    const value = fieldOf(document, field);
    return { id: document.id, score: typeof value === 'number' ? value : 0 };
  });
  const highest = scored.reduce((high, { score }) => Math.max(high, score), 0);
  const relative = scored.map(({ id, score }) => ({ id, score: highest > 0 ? score / highest : score }));
  return relative.sort((a, b) => b.score - a.score);
}

function similarityOf(
  documents: readonly RankedDocument[],
  parameters: Parameters,
  context: StageContext,
): (a: RankedDocument, b: RankedDocument) => number {
  const { namespace, path, searched, index } = context;
  const weights = parameters.diversity_field_weights ?? {};
  const fields = (parameters.diversity_fields ?? []).map((field) => ({ field, weight: weights[field] ?? 1 }));
  const named = namedFeatures(parameters)?.map(({ uri, weight, place }) => ({
    index: requireVectorIndex(uri, { namespace, path: `${path}.${place}` }).name,
    weight,
  }));
  const fallback = fields.length > 0 ? [] : searched.slice(0, 1).map((name) => ({ index: name, weight: 1 }));
  const features: DiversityFeature[] = named ?? fallback;
  if (features.length === 0 && fields.length === 0) {
    throw badRequest(
      'diversity_undefined',
      `${path}: no earlier stage searched a vector index, so there is nothing to compare documents by. Set diversity_feature_uri, diversity_features or diversity_fields.`,
      { path },
    );
  }
  const metric = isMetric(parameters.similarity_metric) ? parameters.similarity_metric : 'cosine';
  return createSimilarity({ documents, features, fields, metric, vector: (id, name) => index.vector(id, name) });
}

function namedFeatures(parameters: Parameters): { uri: string; weight: number; place: string }[] | undefined {
  const { diversity_features: several, diversity_feature_uri: one } = parameters;
  if (several !== undefined && several !== null && several.length > 0) {
    return several.map(({ feature_uri: uri, weight }, position) => ({
      uri,
      weight,
      place: `diversity_features[${position}].feature_uri`,
    }));
  }
  return one === undefined || one === null ? undefined : [{ uri: one, weight: 1, place: 'diversity_feature_uri' }];
}

function isMetric(name: string): name is SimilarityMetric {
  return SIMILARITY_METRICS.some((metric) => metric === name);
}
